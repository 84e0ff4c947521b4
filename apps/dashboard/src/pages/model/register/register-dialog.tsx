import { Button, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Model, ModelVersion, Run } from '@trainyard/contracts';
import { useId, useState } from 'react';
import { problemText } from '../../../api/problem-text.ts';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { toast } from '../../../components/toast-store.ts';
import { modelNameFrom, nameFault } from '../../models/metric-words.ts';
import classes from '../model.module.css';
import { becomes } from './register-words.ts';

export interface RegisterProps {
  run: Run;
  /** What the run is registered as already. */
  versions: readonly ModelVersion[];
  opened: boolean;
  onClose: () => void;
}

/** Gives the model of a run a name, of a new model or of one that is there. */
export function RegisterDialog({ opened, ...props }: RegisterProps) {
  return (
    <Dialog opened={opened} onClose={props.onClose} title={`Register the model of run ${props.run.number}`} size={520}>
      {opened && <RegisterForm {...props} />}
    </Dialog>
  );
}

/** The model that a run of this trainer on this data was registered as last, or a name made of both. */
function firstName(run: Run, models: readonly Model[]): string {
  const alike = models.find(
    ({ latest }) => latest?.run.trainer === run.trainer && latest?.dataset?.name === run.dataset?.name,
  );
  return alike?.name ?? modelNameFrom([run.dataset?.name ?? '', run.trainer ?? ''].join(' ')) ?? '';
}

function RegisterForm({ run, versions, onClose }: Omit<RegisterProps, 'opened'>) {
  const id = useId();
  const navigate = useNavigate();
  const models = useRoute('listModels', { query: { limit: 200 } });
  const known = models.data?.items ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const name = typed ?? firstName(run, known);
  const fault = nameFault(name);
  const register = useAction('registerModel', {
    refreshes: ['listModels', 'getModel', 'listRunModels'],
    onProblem: (problem) => setRefused(problemText(problem).title),
    onDone: (version) => {
      toast({
        tone: 'ok',
        title: `Run ${run.number} is ${version.name}@${version.version}.`,
        action: {
          label: 'Show the model',
          run: () => void navigate({ to: '/models/$ref', params: { ref: version.name } }),
        },
      });
      onClose();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setRefused(null);
        if (fault === null) register.mutate({ params: { name }, body: { run: run.id, note: note.trim() } });
      }}
    >
      <TextInput
        label="Name of the model"
        value={name}
        maxLength={60}
        list={`${id}-names`}
        error={typed === null ? null : fault}
        description={fault === null ? becomes(name, run, known, versions) : undefined}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={`${id}-names`}>
        {known.map((model) => (
          <option key={model.id} value={model.name} />
        ))}
      </datalist>
      <Textarea
        label="Note"
        description="What to know of this version; it can be changed later."
        value={note}
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        dir="auto"
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {refused !== null && (
        <p className={classes.fault} role="alert">
          {refused}
        </p>
      )}
      <div className={classes.end}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={fault !== null} loading={register.isPending}>
          Register
        </Button>
      </div>
    </form>
  );
}
