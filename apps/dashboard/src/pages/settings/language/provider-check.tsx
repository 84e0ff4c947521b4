import { Button, TextInput } from '@mantine/core';
import type { ProviderTest } from '@trainyard/contracts';
import { useId, useState } from 'react';
import classes from './language.module.css';

export interface ProviderCheckProps {
  name: string;
  test: ProviderTest;
  asking: boolean;
  /** Puts one tiny question to a model; it is paid for as any other. */
  ask: (model: string) => void;
}

/** What a test of a connection found, step by step, and the way to the last step. */
export function ProviderCheck({ name, test, asking, ask }: ProviderCheckProps) {
  const [model, setModel] = useState('');
  const offered = useId();
  return (
    <div className={classes.checks}>
      <strong>
        {test.ok ? 'The connection works: ' : 'The connection does not work yet: '}
        <bdi>{name}</bdi>
      </strong>
      <ul>
        {test.checks.map(({ what, ok, says }) => (
          <li key={what}>
            {ok ? '' : 'Fails: '}
            <bdi>{says}</bdi>
          </li>
        ))}
      </ul>
      {test.ok && (
        <form
          className={classes.question}
          onSubmit={(event) => {
            event.preventDefault();
            ask(model.trim());
          }}
        >
          <TextInput
            aria-label="Model to ask one tiny question"
            placeholder={test.models[0] ?? 'a model, as the provider calls it'}
            list={offered}
            maxLength={200}
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
          <datalist id={offered}>
            {test.models.slice(0, 200).map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          <Button type="submit" variant="default" loading={asking} disabled={model.trim() === ''}>
            Ask it one tiny question
          </Button>
        </form>
      )}
    </div>
  );
}
