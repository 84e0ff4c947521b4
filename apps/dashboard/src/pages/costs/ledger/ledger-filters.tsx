import { NativeSelect, TextInput } from '@mantine/core';
import type { LanguageModel } from '@trainyard/contracts';
import { type CallFilter, roles, statuses } from '../cost-search.ts';
import classes from '../costs.module.css';
import { statusWords } from './call-words.ts';

export interface LedgerFiltersProps {
  filter: CallFilter;
  models: readonly LanguageModel[];
  change: (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void;
}

interface NumberInputProps {
  name: 'Run' | 'Batch';
  value: string | undefined;
  change: (number: string | undefined) => void;
}

function NumberInput({ name, value, change }: NumberInputProps) {
  return (
    <TextInput
      aria-label={name}
      placeholder={`${name} number`}
      inputMode="numeric"
      maxLength={9}
      className={classes.run ?? ''}
      value={value ?? ''}
      onChange={(event) => change(event.currentTarget.value.replace(/\D/g, '') || undefined)}
    />
  );
}

/** Which calls are listed. */
export function LedgerFilters({ filter, models, change }: LedgerFiltersProps) {
  const names = models.map(({ name }) => name);
  // One that is forgotten still has calls.
  const offered = filter.model === undefined || names.includes(filter.model) ? names : [filter.model, ...names];
  const set = (patch: Record<string, string | undefined>, replace = false): void =>
    change({ ...patch, before: undefined }, { replace });
  return (
    <search className={classes.filters}>
      <NativeSelect
        aria-label="Status"
        data={[
          { value: '', label: 'Any status' },
          ...statuses.map((status) => ({ value: status, label: statusWords[status].word })),
        ]}
        value={filter.status ?? ''}
        onChange={(event) => set({ status: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label="Role"
        data={[{ value: '', label: 'Any role' }, ...roles.map((role) => ({ value: role, label: role }))]}
        value={filter.role ?? ''}
        onChange={(event) => set({ role: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        aria-label="Language model"
        data={[{ value: '', label: 'Any language model' }, ...offered.map((name) => ({ value: name, label: name }))]}
        value={filter.model ?? ''}
        onChange={(event) => set({ model: event.currentTarget.value || undefined })}
      />
      <NumberInput name="Run" value={filter.run} change={(run) => set({ run, batch: undefined }, true)} />
      <NumberInput name="Batch" value={filter.batch} change={(batch) => set({ batch, run: undefined }, true)} />
    </search>
  );
}
