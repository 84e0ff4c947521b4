import { Button, Checkbox, NumberInput, Radio, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { CheckpointRow, Run } from '@trainyard/contracts';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { formatBytes } from '../../../format/bytes.ts';
import { formatNumber } from '../../../format/number.ts';
import { formatMoment } from '../../../format/time.ts';
import { type ContinueField, changedSettings, continueFields, valueAt } from './continue-fields.ts';
import classes from './run-actions.module.css';

/** A new run from a checkpoint of this one, with those settings changed that the trainer allows. */
export function ContinueDialog({ run, opened, onClose }: { run: Run; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={`Continue run ${run.number} from a checkpoint`} size={620}>
      {opened && <ContinueForm run={run} onClose={onClose} />}
    </Dialog>
  );
}

function ContinueForm({ run, onClose }: { run: Run; onClose: () => void }) {
  const params = { id: run.id };
  const checkpoints = useRoute('listCheckpoints', { params });
  const config = useRoute('getRunConfig', { params });
  const trainer = useRoute('getTrainer', { params: { trainer: run.trainer ?? '' } }, { enabled: run.trainer !== null });
  const [from, setFrom] = useState<string | null>(null);
  const [typed, setTyped] = useState<Record<string, string | boolean>>({});
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
  const failed = checkpoints.error ?? config.error;
  if (failed !== null)
    return <ErrorState error={failed} retry={() => void Promise.all([checkpoints.refetch(), config.refetch()])} />;
  if (checkpoints.data === undefined || config.data === undefined)
    return <LoadingState what="Loading the checkpoints" />;
  const rows = checkpoints.data.items;
  if (rows.length === 0)
    return <p>This run saved no checkpoint, so there is nothing to go on from. Retry it, or clone it.</p>;
  const chosen = from ?? (rows.find(({ best }) => best) ?? rows[0])?.id ?? null;
  const manifest = trainer.data?.manifest;
  const fields = continueFields(manifest?.capabilities.continue ?? [], trainer.data?.schema);
  const record = config.data.config;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === null) return;
        const body = { from: chosen, config: changedSettings(fields, typed, record), ...(name === '' ? {} : { name }) };
        start.mutate({ params, body });
      }}
    >
      <Radio.Group label="Checkpoint" value={chosen} onChange={setFrom}>
        <div className={classes.checkpoints}>
          {rows.map((row) => (
            <Radio key={row.id} value={row.id} label={checkpointLabel(row)} description={checkpointNote(row)} />
          ))}
        </div>
      </Radio.Group>
      {fields.length > 0 && (
        <div className={classes.fields}>
          {fields.map((field) => (
            <SettingField
              key={field.path}
              field={field}
              value={typed[field.path] ?? begin(valueAt(record, field.path))}
              onChange={(value) => setTyped((before) => ({ ...before, [field.path]: value }))}
            />
          ))}
        </div>
      )}
      {fields.length === 0 && <p className="muted">This trainer lets no setting change when it continues.</p>}
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
        <Button type="submit" loading={start.isPending}>
          Continue as a new run
        </Button>
      </div>
    </form>
  );
}

function begin(value: unknown): string | boolean {
  return typeof value === 'boolean' ? value : value === undefined || value === null ? '' : String(value);
}

function checkpointLabel(row: CheckpointRow): string {
  const where = row.epoch === null ? `step ${formatNumber(row.step)}` : `epoch ${formatNumber(row.epoch)}`;
  return `${row.name} – ${where}${row.best ? ' – best so far' : ''}`;
}

function checkpointNote(row: CheckpointRow): string {
  const metrics = Object.entries(row.metrics)
    .slice(0, 3)
    .map(([key, value]) => `${key} ${formatNumber(value)}`);
  return [...metrics, formatBytes(row.size), formatMoment(row.created_at)].join(' · ');
}

interface SettingFieldProps {
  field: ContinueField;
  value: string | boolean;
  onChange: (value: string | boolean) => void;
}

function SettingField({ field, value, onChange }: SettingFieldProps) {
  const label = field.unit === null ? field.label : `${field.label} (${field.unit})`;
  const words = { label, ...(field.tooltip === null ? {} : { description: field.tooltip }) };
  if (field.kind === 'boolean') {
    return <Checkbox {...words} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  if (field.kind === 'choice') {
    return (
      <Select
        {...words}
        data={field.choices}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(next ?? '')}
      />
    );
  }
  if (field.kind === 'text') {
    return <TextInput {...words} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return (
    <NumberInput
      {...words}
      value={String(value)}
      allowDecimal={field.kind === 'number'}
      {...(field.minimum === null ? {} : { min: field.minimum })}
      {...(field.maximum === null ? {} : { max: field.maximum })}
      onChange={(next) => onChange(String(next))}
    />
  );
}
