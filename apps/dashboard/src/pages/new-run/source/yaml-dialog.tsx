import { Button, FileButton } from '@mantine/core';
import type { Dataset } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { useRef, useState } from 'react';
import { Dialog } from '../../../components/dialog.tsx';
import { FieldFrame } from '../../../form/field-row.tsx';
import form from '../../../form/form.module.css';
import { recommendedPreset } from '../choose/trainer-card.ts';
import { beginDraft, replaceDraft } from '../draft/begin.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import classes from '../review/review.module.css';
import { rangeOfLine } from '../review/yaml-lines.ts';
import { Faults } from '../review/yaml-panel.tsx';
import { draftOfYaml } from './draft-of-yaml.ts';
import { readYamlFile } from './yaml-file.ts';

const mostBytes = 2_000_000;

/** Starts a run from YAML that was pasted or comes from a file. */
export default function YamlDialog({
  trainers,
  datasets,
  role,
  store,
  onClose,
  onTaken,
}: {
  trainers: readonly TrainerItem[];
  datasets: readonly Dataset[];
  role: string;
  store: DraftStore;
  onClose: () => void;
  onTaken: () => void;
}) {
  const [text, setText] = useState('');
  const [source, setSource] = useState('YAML');
  const [chosen, setChosen] = useState('');
  const [refused, setRefused] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const read = text === '' ? null : readYamlFile(text);
  const named = read?.file?.trainer ?? null;
  const usable = trainers.filter(
    ({ manifest, problems }) => problems.length === 0 && (role === 'admin' || !manifest.admin_only),
  );
  const id = named ?? chosen;
  const item = usable.find((one) => one.manifest.id === id);
  const faults = [
    ...(read?.errors ?? []),
    ...(named !== null && item === undefined
      ? [
          {
            line: read?.file?.lineOf('trainer') ?? null,
            message: `The trainer "${named.slice(0, 80)}" is not here, or not for you.`,
          },
        ]
      : []),
    ...(refused === '' ? [] : [{ line: null, message: refused }]),
  ];

  async function open(file: File | null) {
    if (file === null) return;
    if (file.size > mostBytes) {
      setRefused(`${file.name} is too large for a configuration.`);
      return;
    }
    setRefused('');
    setSource(file.name);
    setText(await file.text());
  }

  function take() {
    if (read?.file === null || read === null || item === undefined) return;
    const begun = beginDraft(item, datasets, { expert: true });
    const { preset } = read.file.kind === 'settings' ? { preset: recommendedPreset(item) } : { preset: null };
    replaceDraft(store, { ...draftOfYaml({ draft: { ...begun, preset }, file: read.file, item, datasets }), source });
    onTaken();
  }

  return (
    <Dialog opened onClose={onClose} title="Start from YAML" size={640}>
      <div className={classes.dialog}>
        <FieldFrame
          id="yaml-text"
          label="The YAML of a run, a preset or settings"
          errors={[]}
          hint="Paste it, or drop a file here."
        >
          <textarea
            ref={area}
            id="yaml-text"
            className={classes.yaml}
            rows={12}
            spellCheck={false}
            data-autofocus
            aria-invalid={faults.length > 0}
            aria-describedby="yaml-faults"
            value={text}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              const file = event.dataTransfer.files[0];
              // Dropped words are the browser's own affair.
              if (file === undefined) return;
              event.preventDefault();
              void open(file);
            }}
            onChange={(event) => {
              setRefused('');
              setText(event.currentTarget.value);
            }}
          />
        </FieldFrame>
        <Faults
          faults={faults}
          show={(line) => {
            area.current?.focus();
            area.current?.setSelectionRange(...rangeOfLine(text, line));
          }}
        />
        {read !== null && read.file !== null && named === null && (
          <FieldFrame
            id="yaml-trainer"
            label="Trainer"
            errors={[]}
            hint="The file does not say which trainer it is for."
          >
            <select
              id="yaml-trainer"
              className={form.select}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              <option value="">choose …</option>
              {usable.map(({ manifest }) => (
                <option key={manifest.id} value={manifest.id}>
                  {manifest.title}
                </option>
              ))}
            </select>
          </FieldFrame>
        )}
        <div className={classes.buttons}>
          <FileButton accept=".yaml,.yml,.json,text/*" onChange={(file) => void open(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                Open a file
              </Button>
            )}
          </FileButton>
          <Button onClick={take} disabled={read === null || read.file === null || item === undefined}>
            Fill the form
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
