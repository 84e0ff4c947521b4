import { CopyButton } from '../../../components/copy-button.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { Bytes } from '../../../components/figures.tsx';
import { Panel } from '../../../components/panel.tsx';
import { Time } from '../../../components/time.tsx';
import { count } from '../../../format/number.ts';
import type { ResultSource, RunFile } from '../result-source.ts';
import classes from './files.module.css';

/** Every file that the run left, with what proves that a copy is whole. */
export function FileTable({ source: { files, fileAddress } }: { source: ResultSource }) {
  return (
    <Panel title="All files" note={count(files.length, 'file')} flush>
      <DataTable<RunFile>
        caption="Files of the run"
        rows={files}
        keyOf={(file) => file.path}
        none="No file is kept of this run."
        columns={[
          {
            key: 'path',
            title: 'File',
            rowHeader: true,
            cell: (file) => (
              <a href={fileAddress(file.path)} download title={file.path}>
                <bdi>{file.path}</bdi>
              </a>
            ),
          },
          { key: 'kind', title: 'Kind', cell: (file) => <bdi title={file.kind}>{file.kind}</bdi> },
          { key: 'size', title: 'Size', numeric: true, cell: (file) => <Bytes bytes={file.size} /> },
          {
            key: 'sha256',
            title: 'sha256',
            cell: (file) => (
              <span className={classes.digest}>
                <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
                <CopyButton text={file.sha256} what={`the sha256 of ${file.path}`} />
              </span>
            ),
          },
          { key: 'created', title: 'Written', cell: (file) => <Time at={file.created_at} absolute /> },
        ]}
      />
    </Panel>
  );
}
