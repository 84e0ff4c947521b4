import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import type { LanguageModel, Provider } from '@trainyard/contracts';
import { useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { Dialog } from '../../../components/dialog.tsx';
import classes from './language.module.css';
import { emptyModel, type ModelFields, modelBody, modelFields, unreadable } from './model-fields.ts';
import { faultOf } from './provider-fields.ts';

export interface ModelFormProps {
  providers: readonly Provider[];
  /** What is changed; null: a new one. */
  model: LanguageModel | null;
  onClose: () => void;
}

/** Names a model of a provider, or changes one, with the parameters that it is asked with. */
export function ModelForm({ providers, model, onClose }: ModelFormProps) {
  const [fields, setFields] = useState<ModelFields>(() => (model === null ? emptyModel : modelFields(model)));
  const [problem, setProblem] = useState<ApiError | null>(null);
  const provider = fields.provider === '' ? (providers[0]?.name ?? '') : fields.provider;
  const refreshes = ['listLanguageModels', 'listProviders'] as const;
  const options = { refreshes, onDone: onClose, onProblem: setProblem };
  const add = useAction('createLanguageModel', { ...options, done: ({ name }) => `${name} is there.` });
  const change = useAction('patchLanguageModel', { ...options, done: ({ name }) => `${name} is changed.` });
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
    <Dialog
      opened
      onClose={onClose}
      title={model === null ? 'Add a language model' : `Change ${model.name}`}
      size={560}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setProblem(null);
          const body = modelBody({ ...fields, provider });
          if (model === null) add.mutate({ body });
          else change.mutate({ params: { name: model.name }, body });
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
        <p className="muted">
          The usual parameters are temperature 0, longest answer 1024, top-p 1, top-k 40 (none for OpenAI). An empty
          temperature, top-p or top-k is left to the provider.
        </p>
        <div className={classes.pair}>
          <TextInput
            label="Temperature"
            inputMode="decimal"
            placeholder="the provider’s own"
            {...field('temperature', 'temperature')}
          />
          <TextInput
            label="Longest answer, tokens"
            inputMode="numeric"
            required
            {...field('maxTokens', 'max_tokens')}
          />
          <TextInput label="Top-p" inputMode="decimal" placeholder="the provider’s own" {...field('topP', 'top_p')} />
          <TextInput
            label="Top-k"
            inputMode="numeric"
            placeholder={fields.topK === 'usual' ? '40; none for OpenAI' : 'the provider’s own'}
            {...field('topK', 'top_k')}
            value={fields.topK === 'usual' ? '' : fields.topK}
          />
        </div>
        <div role="alert">{told !== null && <p className={classes.fault}>{told}</p>}</div>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending || change.isPending}
            disabled={wrong !== null || fields.name.trim() === '' || fields.model.trim() === ''}
          >
            {model === null ? 'Add' : 'Change'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
