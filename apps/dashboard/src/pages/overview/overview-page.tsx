import { PageHeader } from '../../components/page-header.tsx';
import { ActivePanel } from './active-panel.tsx';
import { BestPanel } from './best-panel.tsx';
import { GuidePanel } from './guide-panel.tsx';
import { LastPanel } from './last-panel.tsx';
import { NoticesPanel } from './notices-panel.tsx';
import classes from './overview.module.css';
import { QueuePanel } from './queue-panel.tsx';
import { WorkersPanel } from './workers-panel.tsx';

/** Where everything stands: what runs, what waits, what came of it, and how much room is left. */
export default function OverviewPage() {
  return (
    <>
      <PageHeader title="Overview" />
      <GuidePanel />
      <div className={classes.page}>
        <div className={classes.column}>
          <ActivePanel />
          <QueuePanel />
          <LastPanel />
          <BestPanel />
        </div>
        <div className={classes.column}>
          <WorkersPanel />
          <NoticesPanel />
        </div>
      </div>
    </>
  );
}
