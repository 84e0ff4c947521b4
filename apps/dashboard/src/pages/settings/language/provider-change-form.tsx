import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { Provider } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from './language.module.css';
import { LimitInputs } from './limit-inputs.tsx';
import { type ChangeFields, changeBody, changeFields, needsKey } from './provider-change.ts';
import { faultOf } from './provider-fields.ts';
import { limitFault } from './provider-limits.ts';

/** Changes a provider; its key is replaced, kept or taken away, and never shown. */
export function ProviderChangeForm({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const [fields, setFields] = useState<ChangeFields>(() => changeFields(provider));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const change = useAction('patchProvider', {
    refreshes: ['listProviders', 'listLanguageModels', 'listPrices'],
    done: ({ name }) => `${name} is changed. Test its connection next.`,
    onDone: onClose,
    onProblem: setProblem,
  });
  const keyIsNeeded = needsKey(provider, fields);
  const fault = limitFault(fields.limits);
  const body = fault === null ? changeBody(provider, fields) : {};
  const told = fault ?? (problem === null ? null : problemText(problem).title);
  const field = (name: 'name' | 'baseUrl' | 'key', path: string) => ({
    value: fields[name],
    error: faultOf(problem, path),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const keyField = {
    label: provider.has_key ? 'New key' : 'Key',
    description: keyIsNeeded
      ? 'The address changes: give the key again, since it is not sent to another address otherwise.'
      : provider.has_key
        ? 'Empty: the key stays as it is.'
        : 'It is sealed, and never shown again.',
    disabled: fields.removeKey,
    required: keyIsNeeded,
    ...field('key', 'key'),
  };
  return (
    <Dialog opened onClose={onClose} title={`Change ${provider.name}`} size={560}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          change.mutate({ params: { provider: provider.name }, body });
        }}
      >
        <TextInput label="Name" maxLength={63} required {...field('name', 'name')} />
        {provider.kind !== 'vertex' && (
          <TextInput label="Address" type="url" maxLength={500} required {...field('baseUrl', 'base_url')} />
        )}
        {provider.kind === 'vertex' ? (
          <Textarea rows={4} spellCheck={false} {...keyField} />
        ) : (
          <TextInput type="password" autoComplete="off" {...keyField} />
        )}
        {provider.has_key && provider.kind !== 'vertex' && (
          <Checkbox
            label="Take the key away"
            checked={fields.removeKey}
            onChange={(event) => {
              const removeKey = event.currentTarget.checked;
              setFields((before) => ({ ...before, removeKey }));
            }}
          />
        )}
        <LimitInputs
          fields={fields.limits}
          set={(limits) => setFields((before) => ({ ...before, limits }))}
          problem={problem}
        />
        <div role="alert">{told !== null && <p className={classes.fault}>{told}</p>}</div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={change.isPending}
            disabled={keyIsNeeded || fault !== null || fields.name.trim() === '' || Object.keys(body).length === 0}
          >
            Change
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
