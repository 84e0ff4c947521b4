import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useLoadedRoute } from '../../api/use-route.ts';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { TrainerIcon } from '../../components/trainer-icon.tsx';
import { forbidCompiledSchemas } from '../../form/no-eval.ts';
import { Faults } from '../trainers/faults.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { RunsPanel } from './runs-panel.tsx';

// What reads the parameters loads the schema library: what it may not do is said before.
forbidCompiledSchemas();
const Settings = lazy(() => import('./settings.tsx'));

/** A manifest as its documentation: all of it, and nothing that is not in it. */
export default function TrainerPage() {
  const { id = '' } = useParams({ strict: false });
  const { data: item } = useLoadedRoute('getTrainer', { params: { trainer: id } });
  const { manifest, problems } = item;
  const broken = problems.length > 0;
  return (
    <>
      <PageHeader
        title={manifest.title}
        beside={
          <>
            <TrainerIcon name={manifest.icon} size={18} />
            <code>{manifest.id}</code>
            {item.source === 'user' && <Badge tone="accent">your own</Badge>}
            {broken && <Badge tone="bad">cannot be used</Badge>}
          </>
        }
        actions={
          !broken &&
          (manifest.needs.upload ? (
            <Button component={Link} to="/datasets?import=1">
              Upload files
            </Button>
          ) : (
            <Button component={Link} to={`/new?trainer=${encodeURIComponent(manifest.id)}`}>
              New run
            </Button>
          ))
        }
      />
      <p className="muted" dir="auto">
        {manifest.purpose}
      </p>
      {broken && (
        <Panel title="What is wrong with its manifest" note="it is read again by itself when the file is mended">
          <Faults problems={problems} />
        </Panel>
      )}
      <OverviewPanel item={item} />
      <Suspense fallback={<LoadingState rows={6} what="Loading the settings" />}>
        <Settings item={item} />
      </Suspense>
      <RunsPanel trainer={manifest.id} />
    </>
  );
}
