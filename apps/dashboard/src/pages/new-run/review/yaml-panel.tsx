import { Button } from '@mantine/core';
import { IconDownload, IconPencil } from '@tabler/icons-react';
import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useRef, useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import type { Setup } from '../configure/use-setup.ts';
import type { Draft } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { draftOfYaml } from '../source/draft-of-yaml.ts';
import { type LineError, type ReadYaml, readYamlFile } from '../source/yaml-file.ts';
import { downloadText } from './download-text.ts';
import classes from './review.module.css';
import { fileNameOf, problemLines, rangeOfLine } from './yaml-lines.ts';

/** The whole record as it would be frozen; what is edited in it goes into the form as it is typed. */
export function YamlPanel({
  item,
  datasets,
  draft,
  store,
  setup,
}: {
  item: TrainerItem;
  datasets: readonly Dataset[];
  draft: Draft;
  store: DraftStore;
  setup: Setup;
}) {
  const [text, setText] = useState<string | null>(null);
  const [read, setRead] = useState<ReadYaml | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const { checked, problems, current } = setup;
  const yaml = checked?.yaml ?? '';
  const name = draft.run.name === '' ? (checked?.name ?? item.manifest.id) : draft.run.name;

  function type(next: string) {
    setText(next);
    const found = readYamlFile(next);
    const other = found.file?.trainer;
    if (found.file !== null && other !== null && other !== undefined && other !== item.manifest.id) {
      const line = found.file.lineOf('trainer');
      setRead({
        file: null,
        errors: [
          { line, message: `This is a run of "${other}". Start from YAML on the first step to change the trainer.` },
        ],
      });
      return;
    }
    setRead(found);
    const { file } = found;
    if (file !== null) store.change((old) => draftOfYaml({ draft: old, file, item, datasets }));
  }

  const faults: LineError[] =
    text === null || read === null ? [] : read.file === null ? read.errors : problemLines(problems, read.file);
  return (
    <Panel
      title="YAML"
      note={text === null ? 'the whole record' : 'goes into the form as you type'}
      actions={
        <>
          <CopyButton text={text ?? yaml} what="the YAML" />
          <Button
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            disabled={yaml === ''}
            onClick={() => downloadText(fileNameOf(name), text ?? yaml)}
          >
            Save config only
          </Button>
          {text === null ? (
            <Button
              variant="default"
              leftSection={<IconPencil size={15} aria-hidden />}
              disabled={!current}
              onClick={() => {
                setText(yaml);
                setRead(readYamlFile(yaml));
                requestAnimationFrame(() => area.current?.focus());
              }}
            >
              Edit
            </Button>
          ) : (
            <Button onClick={() => setText(null)}>{read?.file === null ? 'Leave without it' : 'Done'}</Button>
          )}
        </>
      }
    >
      {checked === null ? (
        <LoadingState what="Writing the YAML" />
      ) : text === null ? (
        <textarea className={classes.yaml} rows={16} readOnly aria-label="The record as YAML" value={yaml} />
      ) : (
        <div className={classes.editor}>
          <textarea
            ref={area}
            className={classes.yaml}
            rows={20}
            spellCheck={false}
            aria-label="The record as YAML"
            aria-invalid={faults.length > 0}
            aria-describedby="yaml-faults"
            value={text}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <Faults faults={faults} show={(line) => mark(area.current, text, line)} />
        </div>
      )}
    </Panel>
  );
}

function mark(area: HTMLTextAreaElement | null, text: string, line: number): void {
  if (area === null) return;
  area.focus();
  area.setSelectionRange(...rangeOfLine(text, line));
  area.scrollTop = Math.max(0, (line - 4) * 18);
}

/** Errors of a text by line; each leads there. */
export function Faults({ faults, show }: { faults: readonly LineError[]; show: (line: number) => void }) {
  return (
    <div id="yaml-faults" role="status">
      <ul className={classes.faults}>
        {faults.slice(0, 20).map(({ line, message }) => (
          <li key={`${line ?? ''}\n${message}`}>
            {line === null ? (
              <span dir="auto">{message}</span>
            ) : (
              <button type="button" onClick={() => show(line)}>
                Line {line}: <bdi>{message}</bdi>
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
