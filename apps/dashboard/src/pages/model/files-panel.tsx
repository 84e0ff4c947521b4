import type { ModelVersion } from '@trainyard/contracts';
import { DataTable } from '../../components/data-table.tsx';
import { Bytes } from '../../components/figures.tsx';
import { Panel } from '../../components/panel.tsx';
import { fileAddress } from '../history/actions/model-file.ts';

const shownDigest = 16;

export function FilesPanel({ version }: { version: ModelVersion }) {
  return (
    <Panel title="Files" note={version.files.length} flush>
      <DataTable
        caption="Files of the version"
        rows={version.files}
        keyOf={({ path }) => path}
        columns={[
          {
            key: 'path',
            title: 'File',
            rowHeader: true,
            cell: ({ path }) => (
              <a href={fileAddress(version.run.number, path)} download title={path}>
                <bdi>{path}</bdi>
              </a>
            ),
          },
          { key: 'kind', title: 'Kind', cell: ({ kind }) => kind },
          { key: 'size', title: 'Size', numeric: true, cell: ({ size }) => <Bytes bytes={size} /> },
          {
            key: 'sha256',
            title: 'SHA-256',
            cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, shownDigest)}</code>,
          },
        ]}
      />
    </Panel>
  );
}
