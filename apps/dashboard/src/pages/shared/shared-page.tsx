import { useParams } from '@tanstack/react-router';
import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import classes from './shared.module.css';
import { SharedResults } from './shared-results.tsx';

/** What somebody with a link sees: one run, to be read, with no account and no way to anything else. */
export default function SharedPage() {
  const { token = '' } = useParams({ strict: false }) as { token?: string };
  const asked = useRoute('getSharedRun', { params: { token } }, { freshMs: 60_000 });
  return (
    <main className={classes.page}>
      {asked.data !== undefined ? (
        <SharedResults shared={asked.data} token={token} />
      ) : asked.error === null ? (
        <>
          <PageHeader title="Shared result" />
          <Panel>
            <LoadingState rows={8} what="Loading the result" />
          </Panel>
        </>
      ) : (
        <>
          <PageHeader title="This link cannot be opened" />
          <Panel>
            <ErrorState error={asked.error} retry={() => void asked.refetch()} />
          </Panel>
        </>
      )}
    </main>
  );
}
