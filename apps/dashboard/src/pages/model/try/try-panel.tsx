import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ModelFile } from '@trainyard/contracts';
import { useId, useState } from 'react';
import { client } from '../../../api/client.ts';
import { problemText } from '../../../api/problem-text.ts';
import { asProblem } from '../../../api/use-action.ts';
import { Panel } from '../../../components/panel.tsx';
import { formatInteger } from '../../../format/number.ts';
import { ProbabilityView } from './probability-view.tsx';
import classes from './try.module.css';
import { rateOf, secondsText, tryable } from './try-words.ts';

export interface TryProps {
  by: { model: string } | { run: string };
  files: readonly Pick<ModelFile, 'kind' | 'meta'>[];
  /** What answers, in words. */
  called: string;
}

/** One signal from a file, classified by the model. */
export function TryPanel(props: TryProps) {
  return (
    <Panel title="Try it on a file">
      <TryForm {...props} />
    </Panel>
  );
}

export function TryForm({ by, files, called }: TryProps) {
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [rate, setRate] = useState('');
  const [speed, setSpeed] = useState('');
  const can = tryable(files);
  const rateHz = rateOf(rate);
  const speedHz = rateOf(speed);
  const asked = useMutation({
    mutationFn: (given: File) =>
      client.classifyFile({
        by,
        file: given,
        name: given.name,
        rateHz: rateHz ?? undefined,
        speedHz: speedHz ?? undefined,
      }),
  });
  if ('whyNot' in can) return <p className="muted">{can.whyNot}</p>;
  const { takes } = can;
  const ready = file !== null && rateHz !== null && speedHz !== null;
  const problem = asked.error === null ? null : problemText(asProblem(asked.error));
  return (
    <>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) asked.mutate(file);
        }}
      >
        <div className={classes.file}>
          <label htmlFor={`${id}-file`}>
            A signal as .npy, .csv or .wav
            {takes.seconds !== null && (
              <span className="muted">
                , at least {secondsText(takes.seconds)} s long
                {takes.rateHz !== null && <>; the model hears it at {formatInteger(takes.rateHz)} Hz</>}
              </span>
            )}
          </label>
          <input
            id={`${id}-file`}
            type="file"
            accept=".npy,.csv,.txt,.wav"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        </div>
        <TextInput
          label="Rate in Hz"
          className={classes.rate ?? ''}
          placeholder="as the file says"
          inputMode="decimal"
          value={rate}
          maxLength={20}
          error={rateHz === null ? 'A number of Hz, such as 12000' : null}
          onChange={(event) => setRate(event.currentTarget.value)}
        />
        {takes.speed && (
          <TextInput
            label="Speed of the shaft in Hz"
            className={classes.rate ?? ''}
            placeholder="turns a second"
            inputMode="decimal"
            value={speed}
            maxLength={20}
            error={speedHz === null ? 'A number of Hz, such as 29.5' : null}
            onChange={(event) => setSpeed(event.currentTarget.value)}
          />
        )}
        <Button type="submit" disabled={!ready} loading={asked.isPending} aria-label={`Classify by ${called}`}>
          Classify
        </Button>
      </form>
      {takes.byRun && <p className="muted">A run computes its features first, on a worker: that takes some seconds.</p>}
      {problem !== null && (
        <div className={classes.fault} role="alert">
          <p>{problem.title}</p>
          {problem.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {asked.data !== undefined && problem === null && <ProbabilityView said={asked.data} />}
    </>
  );
}
