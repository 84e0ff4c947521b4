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
/** One that is not active is not offered; where it is the default already, it is told as what it is. */
function offered(models: readonly LanguageModel[], role: LanguageRole): { value: string; label: string }[] {
  const shown = models.filter(({ active, default_for }) => active || default_for.includes(role));
  const options = shown.map(({ name, active }) => ({ value: name, label: active ? name : `${name} (not active)` }));
  return [{ value: '', label: 'none' }, ...options];
}

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
            data={offered(models, role)}
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
