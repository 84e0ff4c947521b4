import type { ComponentType } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { type ControlProps, inputProps } from '../../../form/controls/control.ts';
import form from '../../../form/form.module.css';
import { languageModelChoices } from './language-model-choices.ts';

/** A language model by name, with what an empty choice stands for. Made once for a role: it is a component. */
function choosingModel(role: string, required: boolean): ComponentType<ControlProps> {
  return function LanguageModelControl(props: ControlProps) {
    const found = useRoute('listLanguageModels', {});
    const value = typeof props.value === 'string' ? props.value : '';
    const choices = languageModelChoices(found.data?.items ?? [], { role, required, value });
    return (
      <select
        {...inputProps(props)}
        className={form.select}
        value={value}
        disabled={found.data === undefined}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    );
  };
}

const made = new Map<string, ComponentType<ControlProps>>();

/** Controls of `language_models`, for the roles that a manifest asks for: `primary`, `grader?`. */
export function languageModelControls(needed: readonly string[]): Record<string, ComponentType<ControlProps>> {
  return Object.fromEntries(
    needed.map((one) => {
      const role = one.replace('?', '');
      const control = made.get(one) ?? choosingModel(role, !one.endsWith('?'));
      made.set(one, control);
      return [`language_models.${role}`, control];
    }),
  );
}
