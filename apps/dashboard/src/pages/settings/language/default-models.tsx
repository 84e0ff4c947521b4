import { NativeSelect } from '@mantine/core';
import type { LanguageModel, LanguageRole } from '@trainyard/contracts';
import { useAction } from '../../../api/use-action.ts';
import classes from './language.module.css';

const roles: { role: LanguageRole; label: string; description: string }[] = [
  { role: 'primary', label: 'Primary', description: 'Answers the items' },
  { role: 'evaluator', label: 'Evaluator', description: 'Says what is wrong with answers' },
  { role: 'optimizer', label: 'Optimizer', description: 'Writes better prompts' },
  { role: 'grader', label: 'Grader', description: 'Grades by a rubric' },
];
const refreshes = ['listLanguageModels'] as const;

/** Which language model one uses for each role where nothing else is said. */
export function DefaultModels({ models }: { models: readonly LanguageModel[] }) {
  const choose = useAction('setDefaultLanguageModel', { refreshes, done: 'Your default is changed.' });
  const remove = useAction('removeDefaultLanguageModel', { refreshes, done: 'You have no default for it any more.' });
  return (
    <>
      <p className="muted">Your own defaults, used where nothing else is said:</p>
      <div className={classes.defaults}>
        {roles.map(({ role, label, description }) => (
          <NativeSelect
            key={role}
            label={label}
            description={description}
            data={[{ value: '', label: 'none' }, ...models.map(({ name }) => ({ value: name, label: name }))]}
            value={models.find(({ default_for }) => default_for.includes(role))?.name ?? ''}
            disabled={choose.isPending || remove.isPending}
            onChange={(event) => {
              const name = event.currentTarget.value;
              if (name === '') remove.mutate({ params: { role } });
              else choose.mutate({ params: { role }, body: { name } });
            }}
          />
        ))}
      </div>
    </>
  );
}
