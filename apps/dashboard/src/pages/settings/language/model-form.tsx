import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { Provider } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from './language.module.css';
import { emptyModel, type ModelFields, modelBody, unreadable } from './model-fields.ts';
import { faultOf } from './provider-fields.ts';

/** Names a model of a provider, with the parameters that it is asked with. */
export function ModelForm(props: { providers: readonly Provider[]; opened: boolean; onClose: () => void }) {
  const { providers, opened, onClose } = props;
  const [fields, setFields] = useState<ModelFields>(emptyModel);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const provider = fields.provider === '' ? (providers[0]?.name ?? '') : fields.provider;
  const close = (): void => {
    setFields(emptyModel);
    setProblem(null);
    onClose();
  };
  const add = useAction('createLanguageModel', {
    refreshes: ['listLanguageModels', 'listProviders'],
    done: ({ name }) => `${name} is there.`,
    onDone: close,
    onProblem: setProblem,
  });
  const field = (name: keyof ModelFields, path: string) => ({
    value: fields[name],
    error: faultOf(problem, path),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const wrong = unreadable(fields);
  const told = wrong ?? (problem === null ? null : problemText(problem).title);
  return (
    <Dialog opened={opened} onClose={close} title="Add a language model" size={560}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          add.mutate({ body: modelBody({ ...fields, provider }) });
        }}
      >
        <div className={classes.pair}>
          <NativeSelect
            label="Provider"
            data={providers.map(({ name }) => name)}
            value={provider}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              setFields((before) => ({ ...before, provider: chosen }));
            }}
          />
          <TextInput
            label="Its model"
            placeholder="as the provider calls it"
            maxLength={200}
            required
            {...field('model', 'model')}
          />
        </div>
        <TextInput label="Name" placeholder="small-and-cheap" maxLength={100} required {...field('name', 'name')} />
        <p className="muted">An empty temperature or top-p is left to the provider.</p>
        <div className={classes.pair}>
          <TextInput label="Temperature" inputMode="decimal" {...field('temperature', 'temperature')} />
          <TextInput
            label="Longest answer, tokens"
            inputMode="numeric"
            required
            {...field('maxTokens', 'max_tokens')}
          />
          <TextInput label="Top-p" inputMode="decimal" {...field('topP', 'top_p')} />
          <TextInput
            label="Top-k"
            inputMode="numeric"
            placeholder="40; none for OpenAI"
            {...field('topK', 'top_k')}
            value={fields.topK === 'usual' ? '' : fields.topK}
          />
        </div>
        <div role="alert">{told !== null && <p className={classes.fault}>{told}</p>}</div>
        <div className={classes.actions}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={wrong !== null || fields.name.trim() === '' || fields.model.trim() === ''}
          >
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
