import { useParams } from '@tanstack/react-router';
import { useLoadedRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { ClassesPanel } from './classes-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { ItemsPanel } from './items-panel.tsx';
import { OriginPanel } from './origin-panel.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { SamplesPanel } from './samples-panel.tsx';
import { TrainMenu } from './train-menu.tsx';
import { VersionsPanel } from './versions-panel.tsx';

/** One data set: what it is, what is in it, what was made of it. */
export default function DatasetPage() {
  const { name = '' } = useParams({ strict: false });
  const [search] = useSearchText();
  const { data: dataset } = useLoadedRoute('getDataset', { params: { name } });
  const version = dataset.versions.find((one) => String(one.version) === search.version) ?? dataset.latest;
  const full = `${dataset.name}@${version.version}`;
  return (
    <>
      <PageHeader
        title={dataset.name}
        beside={version.badge === null ? undefined : <Badge tone="warn">{version.badge}</Badge>}
        note={`Version ${version.version}${version.version === dataset.latest.version ? ', the newest' : ` of ${dataset.latest.version}`}`}
        actions={<TrainMenu dataset={dataset} version={version} />}
      />
      <FactsPanel version={version} full={full} />
      {version.classes.length > 0 && <ClassesPanel version={version} />}
      {version.kind === 'prompts' ? (
        <ItemsPanel key={full} full={full} />
      ) : (
        <SamplesPanel key={full} version={version} full={full} />
      )}
      {version.run !== null && <OriginPanel key={`origin ${full}`} version={version} run={version.run} />}
      <VersionsPanel dataset={dataset} shown={version.version} />
      <RunsPanel dataset={dataset} version={version} />
    </>
  );
}
