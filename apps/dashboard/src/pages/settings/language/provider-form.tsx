import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { ProviderKind } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from './language.module.css';
import { LimitInputs } from './limit-inputs.tsx';
import { emptyProvider, faultOf, isComplete, kindWords, type ProviderFields, providerBody } from './provider-fields.ts';
import { limitFault } from './provider-limits.ts';

const kinds = Object.entries(kindWords).map(([value, { label }]) => ({ value, label }));

/** Adds a provider. Its key is sent once and never shown again. */
export function ProviderForm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [fields, setFields] = useState<ProviderFields>(emptyProvider);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const close = (): void => {
    setFields(emptyProvider);
    setProblem(null);
    onClose();
  };
  const add = useAction('createProvider', {
    refreshes: ['listProviders'],
    done: ({ name }) => `${name} is added. Test its connection next.`,
    onDone: close,
    onProblem: setProblem,
  });
  const words = kindWords[fields.kind];
  const fault = limitFault(fields.limits);
  const field = (name: Exclude<keyof ProviderFields, 'kind' | 'limits'>, path: string) => ({
    value: fields[name],
    error: faultOf(problem, path),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <Dialog opened={opened} onClose={close} title="Add a provider" size={560}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          add.mutate({ body: providerBody(fields) });
        }}
      >
        <NativeSelect
          label="What it speaks"
          data={kinds}
          value={fields.kind}
          onChange={(event) => {
            const kind = event.currentTarget.value as ProviderKind;
            setFields((before) => ({ ...before, kind }));
          }}
        />
        <TextInput label="Name" placeholder="openai" maxLength={63} required {...field('name', 'name')} />
        {words.address !== 'none' && (
          <TextInput
            label="Address"
            type="url"
            required={words.address === 'needed'}
            placeholder={words.usualAddress ?? 'https://api.openai.com/v1'}
            maxLength={500}
            {...field('baseUrl', 'base_url')}
          />
        )}
        {fields.kind === 'vertex' ? (
          <>
            <TextInput label="Project" required {...field('project', 'project')} />
            <TextInput label="Location" placeholder="europe-west4" required {...field('location', 'location')} />
            <Textarea
              label="Service account"
              description="The JSON of its key. It is sealed, and never shown again."
              rows={4}
              required
              spellCheck={false}
              {...field('key', 'key')}
            />
          </>
        ) : (
          <TextInput
            label="Key"
            type="password"
            autoComplete="off"
            description="It is sealed, and never shown again."
            required={words.key === 'needed'}
            {...field('key', 'key')}
          />
        )}
        <details>
          <summary>Limits</summary>
          <LimitInputs
            fields={fields.limits}
            set={(limits) => setFields((before) => ({ ...before, limits }))}
            problem={problem}
          />
        </details>
        <div role="alert">
          {fault !== null && <p className={classes.fault}>{fault}</p>}
          {problem !== null && <p className={classes.fault}>{problemText(problem).title}</p>}
        </div>
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={!isComplete(fields) || fault !== null}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
