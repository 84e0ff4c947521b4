import { Button, Radio, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { CheckpointRow, Run } from '@trainyard/contracts';
import type { TrainerItem } from '@trainyard/contracts/routes';
import { checkConfig, isPlainObject, mergeConfig } from '@trainyard/domain';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { fieldsOf } from '../../../form/field.ts';
import { ParameterForm } from '../../../form/parameter-form.tsx';
import { leavesOf, nested, type Values, withChange, withoutChange } from '../../../form/values.ts';
import { formatBytes } from '../../../format/bytes.ts';
import { formatNumber } from '../../../format/number.ts';
import { formatMoment } from '../../../format/time.ts';
import { epochName } from '../header/progress-words.ts';
import classes from './run-actions.module.css';

export default function ContinueForm({ run, onClose }: { run: Run; onClose: () => void }) {
  const params = { id: run.id };
  const checkpoints = useRoute('listCheckpoints', { params });
  const config = useRoute('getRunConfig', { params });
  const trainer = useRoute('getTrainer', { params: { trainer: run.trainer ?? '' } }, { enabled: run.trainer !== null });
  const [from, setFrom] = useState<string | null>(null);
  const [changes, setChanges] = useState<Values>({});
  const [name, setName] = useState('');
  const navigate = useNavigate();
  const start = useAction('continueRun', {
    refreshes: ['listRuns'],
    done: (fresh) => `Run ${fresh.number} goes on from there.`,
    onDone: (fresh) => {
      onClose();
      void navigate({ to: '/runs/$id', params: { id: String(fresh.number) } });
    },
  });
  const failed = checkpoints.error ?? config.error ?? trainer.error;
  if (failed !== null)
    return (
      <ErrorState
        error={failed}
        retry={() => void Promise.all([checkpoints.refetch(), config.refetch(), trainer.refetch()])}
      />
    );
  if (checkpoints.data === undefined || config.data === undefined || trainer.data === undefined)
    return <LoadingState what="Loading the checkpoints" />;
  const rows = checkpoints.data.items;
  if (rows.length === 0)
    return <p>This run saved no checkpoint, so there is nothing to go on from. Retry it, or clone it.</p>;
  const chosen = from ?? (rows.find(({ best }) => best) ?? rows[0])?.id ?? null;
  const record = isPlainObject(config.data.config) ? config.data.config : {};
  const problems = problemsOf(trainer.data, record, changes);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === null || problems.length > 0) return;
        const body = { from: chosen, config: nested(changes), ...(name === '' ? {} : { name }) };
        start.mutate({ params, body });
      }}
    >
      <Radio.Group label="Checkpoint" value={chosen} onChange={setFrom}>
        <div className={classes.checkpoints}>
          {rows.map((row) => (
            <Radio
              key={row.id}
              value={row.id}
              label={checkpointLabel(row, epochName(run.progress))}
              description={checkpointNote(row)}
            />
          ))}
        </div>
      </Radio.Group>
      <Settings
        trainer={trainer.data}
        record={record}
        changes={changes}
        errorsAt={(path) => problems.filter((one) => one.path === path).map(({ message }) => message)}
        onChange={setChanges}
      />
      <TextInput
        label="Name of the new run"
        placeholder="made up from this run’s"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button type="submit" loading={start.isPending} disabled={problems.length > 0}>
          Continue as a new run
        </Button>
      </div>
    </form>
  );
}

/** In the words of the API, which checks the same again. Data facts are its own to check. */
function problemsOf(trainer: TrainerItem, record: Record<string, unknown>, changes: Values) {
  const { schema, manifest } = trainer;
  const { config } = mergeConfig({ schema, set: { ...leavesOf(schema, record), ...changes } });
  return checkConfig({ schema, rules: manifest.rules, config, data: null });
}

interface SettingsProps {
  trainer: TrainerItem;
  record: Record<string, unknown>;
  changes: Values;
  errorsAt: (path: string) => string[];
  onChange: (change: (old: Values) => Values) => void;
}

/** The settings that the trainer lets change, beginning with those of the run. */
function Settings({ trainer, record, changes, errorsAt, onChange }: SettingsProps) {
  const { schema, manifest } = trainer;
  const allowed = manifest.capabilities.continue;
  const fields = fieldsOf(schema).filter(({ path }) =>
    allowed.some((one) => path === one || path.startsWith(`${one}.`)),
  );
  if (fields.length === 0) return <p className="muted">This trainer lets no setting change when it continues.</p>;
  const base = leavesOf(schema, record);
  return (
    <ParameterForm
      title="Settings that may change"
      fields={fields}
      values={{ ...base, ...changes }}
      defaults={leavesOf(schema, mergeConfig({ schema }).config)}
      base={base}
      changes={changes}
      errorsAt={errorsAt}
      onChange={(path, value) => onChange((old) => withChange(old, base, path, value))}
      onReset={(path) => onChange((old) => withoutChange(old, path))}
    />
  );
}

function checkpointLabel(row: CheckpointRow, word: string): string {
  const where = row.epoch === null ? `step ${formatNumber(row.step)}` : `${word} ${formatNumber(row.epoch)}`;
  return `${row.name} – ${where}${row.best ? ' – best so far' : ''}`;
}

function checkpointNote(row: CheckpointRow): string {
  const metrics = Object.entries(row.metrics)
    .slice(0, 3)
    .map(([key, value]) => `${key} ${formatNumber(value)}`);
  return [...metrics, formatBytes(row.size), formatMoment(row.created_at)].join(' · ');
}
