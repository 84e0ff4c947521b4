import type { TrainerItem } from '@trainyard/contracts/routes';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { Panel } from '../../../components/panel.tsx';
import { controlId, FieldFrame } from '../../../form/field-row.tsx';
import form from '../../../form/form.module.css';
import { type Draft, emptySettings, type RunSettings } from '../draft/draft.ts';
import type { DraftStore } from '../draft/draft-store.ts';
import { writeDuration } from '../draft/duration-text.ts';
import classes from './configure.module.css';

interface RunField {
  key: keyof RunSettings;
  /** Where problems of it are told. */
  path: string;
  label: string;
  tooltip: string;
  hint: string;
  placeholder?: string;
}

function fieldsFor(item: TrainerItem): RunField[] {
  const { threads, time_limit_s, capabilities } = item.manifest;
  const gpu = { no: 'this trainer uses none', optional: 'none unless asked for', required: 'at least 1' }[
    capabilities.gpu
  ];
  return [
    {
      key: 'seed',
      path: 'seed',
      label: 'Seed',
      tooltip: 'The same seed, threads and data give the same result.',
      hint: 'whole number · default 0',
    },
    {
      key: 'threads',
      path: 'threads',
      label: 'Threads',
      tooltip: 'Part of the record: another count may give another result.',
      hint: threads > 1 ? `1 to 256 · default ${threads}` : '1 to 256 · default of the server',
    },
    {
      key: 'gpus',
      path: 'gpus',
      label: 'GPUs',
      tooltip: 'The run waits for a worker that has as many.',
      hint: `0 to 64 · ${gpu}`,
    },
    {
      key: 'timeLimit',
      path: 'time_limit_s',
      label: 'Time limit',
      tooltip: 'The run is ended when it has run so long; its last checkpoint stays.',
      hint: `such as 20 min or 2 h · default ${writeDuration(time_limit_s)}`,
    },
    {
      key: 'tags',
      path: 'tags',
      label: 'Tags',
      tooltip: 'Words to find it by, with a value where there is one.',
      hint: 'with commas',
      placeholder: 'rig=3, pilot',
    },
  ];
}

/** What belongs to the run and not to its trainer. Folded away: a beginner needs none of it. */
export function RunFields({
  item,
  draft,
  store,
  errorsAt,
}: {
  item: TrainerItem;
  draft: Draft;
  store: DraftStore;
  errorsAt: (path: string) => readonly string[];
}) {
  const { run } = draft;
  // Opened by a problem, it stays so when that is mended: the field that one types in must not fold away.
  const [opened, setOpened] = useState(false);
  const put = (patch: Partial<RunSettings>): void => store.change((old) => ({ ...old, run: { ...old.run, ...patch } }));
  const experiments = useRoute('listExperiments', { query: { limit: 100 } });
  const set = Object.entries(run).filter(([key, value]) => value !== emptySettings[key as keyof RunSettings]).length;
  const wrong = ['seed', 'threads', 'gpus', 'time_limit_s', 'tags', 'notes', 'name'].some(
    (path) => errorsAt(path).length > 0,
  );
  const described = (path: string) => ({
    id: controlId(path),
    'aria-invalid': errorsAt(path).length > 0,
    'aria-describedby': errorsAt(path).length > 0 ? `${controlId(path)}-errors` : `${controlId(path)}-hint`,
  });
  return (
    <Panel>
      <details
        className={classes.fold}
        open={opened || wrong}
        onToggle={(event) => setOpened(event.currentTarget.open)}
      >
        <summary>
          Settings of the run{' '}
          <span className="muted">seed, threads, priority, time limit, tags{set > 0 ? `; ${set} set` : ''}</span>
        </summary>
        <div className={form.grid}>
          {fieldsFor(item).map(({ key, path, label, tooltip, hint, placeholder }) => (
            <FieldFrame
              key={key}
              id={controlId(path)}
              label={label}
              tooltip={tooltip}
              hint={hint}
              errors={errorsAt(path)}
            >
              <input
                {...described(path)}
                className={form.input}
                dir="auto"
                autoComplete="off"
                placeholder={placeholder}
                value={run[key]}
                onChange={(event) => put({ [key]: event.currentTarget.value })}
              />
            </FieldFrame>
          ))}
          <FieldFrame
            id={controlId('priority')}
            label="Priority"
            tooltip="Which of the waiting runs goes first. Low ones rise as they wait."
            hint="default normal"
            errors={[]}
          >
            <select
              {...described('priority')}
              className={form.select}
              value={run.priority}
              onChange={(event) => put({ priority: event.currentTarget.value })}
            >
              <option value="high">high</option>
              <option value="normal">normal</option>
              <option value="low">low</option>
            </select>
          </FieldFrame>
          {draft.variations.length === 0 && (
            <FieldFrame
              id={controlId('experiment')}
              label="Experiment"
              tooltip="A name that is not there yet makes a new one."
              hint="default: your own"
              errors={[]}
            >
              <input
                {...described('experiment')}
                className={form.input}
                dir="auto"
                list="experiments-known"
                autoComplete="off"
                value={run.experiment}
                onChange={(event) => put({ experiment: event.currentTarget.value })}
              />
              <datalist id="experiments-known">
                {[...new Set((experiments.data?.items ?? []).map((one) => one.name))].map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </FieldFrame>
          )}
        </div>
      </details>
    </Panel>
  );
}
