import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import classes from '../form.module.css';
import { type Pair, readPairs, writePairs } from '../list-text.ts';
import { sameValue } from '../values.ts';
import type { ControlProps } from './control.ts';

/** Named values, a row each: environment variables, columns by role. */
export function PairsControl({ id, field, value, describedBy, onChange }: ControlProps) {
  const [rows, setRows] = useState<readonly Pair[]>(() => readPairs(value));
  const shown = sameValue(writePairs(field.schema, rows), value ?? {}) ? rows : readPairs(value);
  const put = (next: readonly Pair[]): void => {
    setRows(next);
    onChange(writePairs(field.schema, next));
  };
  const change = (at: number, pair: Pair): void => put(shown.map((one, i) => (i === at ? pair : one)));
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-label`}
      className={classes.pairs}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {shown.map(([key, text], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name while its own is being written
        <div key={i} className={classes.pair}>
          <input
            className={classes.input}
            aria-label={`${field.label}, name ${i + 1}`}
            placeholder="name"
            dir="auto"
            value={key}
            onChange={(event) => change(i, [event.currentTarget.value, text])}
          />
          <input
            className={classes.input}
            aria-label={`${field.label}, value ${i + 1}`}
            placeholder="value"
            dir="auto"
            value={text}
            onChange={(event) => change(i, [key, event.currentTarget.value])}
          />
          <button
            type="button"
            className={classes.small}
            aria-label={`Remove ${key === '' ? `row ${i + 1}` : key}`}
            onClick={() => put(shown.filter((_, other) => other !== i))}
          >
            <IconX size={14} aria-hidden />
          </button>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => setRows([...shown, ['', '']])}
        aria-label={`Add to ${field.label}`}
      >
        Add
      </Button>
    </fieldset>
  );
}
