import { useState } from 'react';
import type { Field } from '../field.ts';
import { sameValue } from '../values.ts';

export interface ControlProps {
  id: string;
  field: Field;
  value: unknown;
  /** What an empty text stands for: nothing at all where there is no default to come back. */
  empty: unknown;
  invalid: boolean;
  /** Ids of hint and errors. */
  describedBy: string | undefined;
  onChange: (value: unknown) => void;
}

/** What every input carries for its label, hint and errors. */
export function inputProps({ id, invalid, describedBy, field }: ControlProps) {
  return {
    id,
    name: field.path,
    'aria-invalid': invalid,
    autoComplete: 'off',
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
  } as const;
}

/** Text that stands for a value stays as it was typed (`1.`, `1e-`) until the value is changed from elsewhere. */
export function useTyped(
  value: unknown,
  read: (text: string) => unknown,
  write: (value: unknown) => string,
): [text: string, type: (text: string) => unknown] {
  const [typed, setTyped] = useState(() => write(value));
  const shown = sameValue(read(typed), value) ? typed : write(value);
  return [
    shown,
    (text) => {
      setTyped(text);
      return read(text);
    },
  ];
}
