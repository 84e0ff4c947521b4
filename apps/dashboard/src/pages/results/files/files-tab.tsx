import { IconDownload } from '@tabler/icons-react';
import type { CheckpointRow } from '@trainyard/contracts';
import { Panel } from '../../../components/panel.tsx';
import { epochName } from '../../run/header/progress-words.ts';
import type { ResultSource } from '../result-source.ts';
import { CheckpointTable } from './checkpoint-table.tsx';
import { FileTable } from './file-table.tsx';
import classes from './files.module.css';
import { offeredFiles } from './offered-files.ts';

export interface FilesTabProps {
  source: ResultSource;
  checkpoints: readonly CheckpointRow[];
  onContinue?: (() => void) | undefined;
}

export function FilesTab({ source, checkpoints, onContinue }: FilesTabProps) {
  const offered = source.readOnly ? [] : offeredFiles(source.run, source.files, source.fileAddress);
  return (
    <>
      {offered.length > 0 && (
        <Panel title="To take away" note="Each chart can be saved as PNG or SVG where it stands.">
          <ul className={classes.offered} aria-label="Downloads">
            {offered.map(({ label, note, address }) => (
              <li key={address}>
                <a href={address} download className={classes.offer}>
                  <IconDownload size={16} aria-hidden />
                  <span className={classes.offerWords}>
                    <strong>{label}</strong>
                    <span className="muted" dir="auto" title={note}>
                      {note}
                    </span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <FileTable source={source} />
      {!source.readOnly && (
        <CheckpointTable checkpoints={checkpoints} counts={epochName(source.run.progress)} onContinue={onContinue} />
      )}
    </>
  );
}
