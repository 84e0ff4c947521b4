import { Button, NumberInput } from '@mantine/core';
import type { SignalView } from '@trainyard/contracts';
import { useState } from 'react';
import classes from './dataset.module.css';

/** A part of a recording, in seconds. */
export interface StretchOfTime {
  from: number;
  seconds: number;
}

export interface StretchProps {
  whole: SignalView;
  stretch: StretchOfTime | null;
  onChange: (stretch: StretchOfTime | null) => void;
}

/** Zooms into a recording: the server thins the stretch anew, and makes its spectrum. */
export function Stretch({ whole, stretch, onChange }: StretchProps) {
  const shown = whole.n / whole.rate_hz;
  const from = stretch?.from ?? 0;
  const seconds = stretch?.seconds ?? shown;
  const [typedFrom, setTypedFrom] = useState<number | string>(0);
  const [typedSeconds, setTypedSeconds] = useState<number | string>('');
  const zoom = (factor: number): void => {
    const length = Math.max(16 / whole.rate_hz, seconds * factor);
    onChange({ from: Math.max(0, from + (seconds - length) / 2), seconds: length });
  };
  return (
    <form
      className={classes.stretch}
      onSubmit={(event) => {
        event.preventDefault();
        const length = Number(typedSeconds);
        if (length > 0) onChange({ from: Math.max(0, Number(typedFrom)), seconds: length });
      }}
    >
      <Button variant="default" onClick={() => zoom(0.5)} type="button">
        Zoom in
      </Button>
      <Button variant="default" onClick={() => zoom(2)} disabled={stretch === null} type="button">
        Zoom out
      </Button>
      <Button
        variant="default"
        type="button"
        disabled={stretch === null || from === 0}
        onClick={() => onChange({ from: Math.max(0, from - seconds), seconds })}
      >
        Earlier
      </Button>
      <Button
        variant="default"
        type="button"
        disabled={stretch === null}
        onClick={() => onChange({ from: from + seconds, seconds })}
      >
        Later
      </Button>
      <Button variant="default" onClick={() => onChange(null)} disabled={stretch === null} type="button">
        Whole recording
      </Button>
      <span className={classes.typed}>
        <NumberInput
          aria-label="From second"
          placeholder="from"
          min={0}
          value={typedFrom}
          onChange={setTypedFrom}
          hideControls
        />
        <NumberInput
          aria-label="For seconds"
          placeholder="seconds"
          min={0}
          value={typedSeconds}
          onChange={setTypedSeconds}
          hideControls
        />
        <Button variant="default" type="submit">
          Show
        </Button>
      </span>
    </form>
  );
}
