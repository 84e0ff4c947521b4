import type { LanguageModel } from '@trainyard/contracts';

export interface NamedChoice {
  value: string;
  label: string;
}

type Listed = Pick<LanguageModel, 'name' | 'provider' | 'model' | 'active' | 'default_for'>;

/** What may be chosen for a role; the first is what an empty setting stands for. What is named and is gone stays to be seen. */
export function languageModelChoices(
  models: readonly Listed[],
  { role, required, value }: { role: string; required: boolean; value: string },
): NamedChoice[] {
  const usual = models.find(({ default_for }) => default_for.some((one) => one === role));
  const none = required ? 'choose …' : 'none';
  const empty = usual === undefined ? none : `your default: ${usual.name}${usual.active ? '' : ' (not active)'}`;
  const known = models.filter(({ name, active }) => active || name === value);
  return [
    { value: '', label: empty },
    ...known.map(({ name, provider, model, active }) => ({
      value: name,
      label: `${name} (${provider}, ${model}${active ? '' : ', not active'})`,
    })),
    ...(value === '' || known.some(({ name }) => name === value)
      ? []
      : [{ value, label: `${value} (there is none of this name)` }]),
  ];
}
