import { TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import classes from './language.module.css';
import { faultOf } from './provider-fields.ts';
import type { LimitFields } from './provider-limits.ts';

export interface LimitInputsProps {
  fields: LimitFields;
  set: (fields: LimitFields) => void;
  problem: ApiError | null;
}

/** How hard a provider may be asked. */
export function LimitInputs({ fields, set, problem }: LimitInputsProps) {
  const field = (name: keyof LimitFields, path: string) => ({
    value: fields[name],
    error: faultOf(problem, path),
    onChange: (event: { currentTarget: { value: string } }) => set({ ...fields, [name]: event.currentTarget.value }),
  });
  return (
    <div className={classes.pair}>
      <TextInput label="Calls at once" inputMode="numeric" {...field('concurrent', 'max_concurrent')} />
      <TextInput
        label="Calls a minute"
        inputMode="numeric"
        placeholder="no limit"
        {...field('perMinute', 'max_per_minute')}
      />
      <TextInput label="Time limit, seconds" inputMode="decimal" {...field('timeout', 'timeout_s')} />
      <TextInput label="Further attempts" inputMode="numeric" {...field('retries', 'retries')} />
    </div>
  );
}
