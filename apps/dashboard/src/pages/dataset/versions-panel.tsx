import { Link } from '@tanstack/react-router';
import type { Dataset } from '@trainyard/contracts';
import { DataTable } from '../../components/data-table.tsx';
import { Bytes } from '../../components/figures.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { formatInteger } from '../../format/number.ts';
import { changesOf } from './version-changes.ts';

const shownDigest = 12;

/** Every version that was ever made; none is changed once it is there. */
export function VersionsPanel({ dataset, shown }: { dataset: Dataset; shown: number }) {
  const versions = [...dataset.versions].sort((a, b) => b.version - a.version);
  return (
    <Panel title="Versions" note={versions.length} flush>
      <DataTable
        caption="Table of versions"
        rows={versions}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'version',
            title: 'Version',
            rowHeader: true,
            cell: ({ version }) =>
              version === shown ? (
                `${version}, shown`
              ) : (
                <Link
                  to="/datasets/$name"
                  params={{ name: dataset.name }}
                  search={{ version: version === dataset.latest.version ? undefined : String(version) }}
                >
                  {version}
                </Link>
              ),
          },
          { key: 'made', title: 'Made', cell: ({ created_at }) => <Time at={created_at} absolute /> },
          { key: 'samples', title: 'Samples', numeric: true, cell: ({ samples }) => formatInteger(samples) },
          { key: 'size', title: 'Size', numeric: true, cell: ({ size }) => <Bytes bytes={size} /> },
          {
            key: 'run',
            title: 'Made by',
            cell: ({ run }) =>
              run === null ? (
                'not by a run'
              ) : (
                <Link to="/runs/$id" params={{ id: String(run.number) }}>
                  run {run.number}
                </Link>
              ),
          },
          {
            key: 'digest',
            title: 'Digest',
            cell: ({ digest }) => <code title={digest}>{digest.replace(/^sha256:/, '').slice(0, shownDigest)}</code>,
          },
          {
            key: 'changes',
            title: 'Against the one before',
            cell: (version) => {
              const before = versions.find((one) => one.version < version.version);
              const words = before === undefined ? 'the first' : changesOf(before, version).join('; ');
              return <span title={words}>{words}</span>;
            },
          },
        ]}
      />
    </Panel>
  );
}
