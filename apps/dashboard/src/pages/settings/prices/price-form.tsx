import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { Provider } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from '../language/language.module.css';
import { emptyPrice, type PriceFields, priceBody, priceFault } from './price-fields.ts';

export interface PriceFormProps {
  providers: readonly Provider[];
  /** What the model is known by already, where the row is a further one. */
  of: { provider: string; model: string } | null;
  onClose: () => void;
}

/** Adds a row to the price table. Rows are never changed: calls keep the price that they were made at. */
export function PriceForm({ providers, of, onClose }: PriceFormProps) {
  const [fields, setFields] = useState<PriceFields>({
    ...emptyPrice,
    provider: of?.provider ?? providers[0]?.name ?? '',
    model: of?.model ?? '',
  });
  const [problem, setProblem] = useState<ApiError | null>(null);
  const add = useAction('addPrice', {
    refreshes: ['listPrices'],
    done: 'The price is set.',
    onDone: onClose,
    onProblem: setProblem,
  });
  const fault = priceFault(fields);
  const begun = fields.input !== '' || fields.output !== '' || fields.cached !== '';
  const told = problem === null ? (begun ? fault : null) : problemText(problem).title;
  const field = (name: keyof PriceFields) => ({
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <Dialog opened onClose={onClose} title="Set a price" size={560}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          add.mutate({ body: priceBody(fields) });
        }}
      >
        <div className={classes.pair}>
          <NativeSelect
            label="Provider"
            data={providers.map(({ name }) => name)}
            disabled={of !== null}
            {...field('provider')}
          />
          <TextInput
            label="Its model"
            description="As the provider calls it; * is all others"
            maxLength={200}
            required
            disabled={of !== null}
            {...field('model')}
          />
        </div>
        <p className="muted">US dollars for a million tokens. Leave input and output empty where they are not known.</p>
        <div className={classes.pair}>
          <TextInput label="Input" inputMode="decimal" placeholder="unknown" {...field('input')} />
          <TextInput label="Output" inputMode="decimal" placeholder="unknown" {...field('output')} />
          <TextInput label="Cached input" inputMode="decimal" placeholder="as input" {...field('cached')} />
          <TextInput label="Good from" description="Empty: from now on" type="datetime-local" {...field('from')} />
        </div>
        <div role="alert">{told !== null && <p className={classes.fault}>{told}</p>}</div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={fault !== null}>
            {fields.input === '' ? 'Set as unknown' : 'Set'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
