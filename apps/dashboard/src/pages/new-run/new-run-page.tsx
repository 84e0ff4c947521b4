import { useRoute } from '../../api/use-route.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { forbidCompiledSchemas } from '../../form/no-eval.ts';
import { Wizard } from './wizard.tsx';

// The steps load the schema library: what it may not do is said before.
forbidCompiledSchemas();

/** Trainers are read from folders: one that is added while the page is open appears by itself. */
const trainersEveryMs = 5_000;
const datasetsEveryMs = 15_000;

export default function NewRunPage() {
  const me = useRoute('me', {});
  const trainers = useRoute('listTrainers', {}, { everyMs: trainersEveryMs });
  const datasets = useRoute('listDatasets', { query: { limit: 200 } }, { everyMs: datasetsEveryMs });
  const all = [me, trainers, datasets] as const;
  const failed = all.find((one) => one.error !== null && one.data === undefined);
  if (failed !== undefined) {
    return (
      <>
        <PageHeader title="New run" />
        <Panel>
          <ErrorState error={failed.error} retry={() => all.forEach((one) => void one.refetch())} />
        </Panel>
      </>
    );
  }
  if (me.data === undefined || trainers.data === undefined || datasets.data === undefined) {
    return (
      <>
        <PageHeader title="New run" />
        <Panel>
          <LoadingState rows={6} what="Loading trainers and data sets" />
        </Panel>
      </>
    );
  }
  const stale = all.some((one) => one.error !== null);
  return <Wizard me={me.data} trainers={trainers.data.items} datasets={datasets.data.items} stale={stale} />;
}
