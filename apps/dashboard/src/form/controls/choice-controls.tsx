import { choicesOf, fieldOf, formsOf, itemsOf, typesIn } from '../field.ts';
import classes from '../form.module.css';
import { writeValue } from '../number-text.ts';
import { sameValue } from '../values.ts';
import { type ControlProps, inputProps } from './control.ts';
import { FieldControl } from './field-control.tsx';

const wordOf = (choice: unknown): string => (choice === null ? 'none' : choice === '' ? 'empty' : writeValue(choice));

export function SelectControl(props: ControlProps) {
  const { field, value, onChange } = props;
  const choices = choicesOf(field.schema) ?? [];
  const at = choices.findIndex((choice) => sameValue(choice, value));
  return (
    <select
      {...inputProps(props)}
      className={classes.select}
      value={at}
      onChange={(event) => onChange(choices[Number(event.currentTarget.value)])}
    >
      {at === -1 && <option value={-1}>{value === undefined ? 'choose …' : writeValue(value).slice(0, 80)}</option>}
      {choices.map((choice, i) => (
        <option key={wordOf(choice)} value={i}>
          {wordOf(choice)}
        </option>
      ))}
    </select>
  );
}

export function SwitchControl(props: ControlProps) {
  const { value, onChange } = props;
  const { autoComplete: _, ...rest } = inputProps(props);
  return (
    <span className={classes.switch}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-checked={value === true}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span aria-hidden>{value === true ? 'on' : 'off'}</span>
    </span>
  );
}

export function MultiselectControl(props: ControlProps) {
  const { id, field, value, describedBy, onChange } = props;
  const choices = choicesOf(itemsOf(field.schema)) ?? [];
  const chosen: unknown[] = Array.isArray(value) ? value : [];
  const toggle = (choice: unknown, on: boolean): void =>
    onChange(choices.filter((one) => (sameValue(one, choice) ? on : chosen.some((other) => sameValue(other, one)))));
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-label`}
      className={classes.chips}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {choices.map((choice) => (
        <label key={wordOf(choice)} className={classes.chip}>
          <input
            type="checkbox"
            checked={chosen.some((one) => sameValue(one, choice))}
            onChange={(event) => toggle(choice, event.currentTarget.checked)}
          />
          <bdi>{wordOf(choice)}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

const formWords: Record<string, string> = {
  string: 'text',
  array: 'list',
  object: 'group',
  number: 'number',
  integer: 'number',
  boolean: 'on or off',
  null: 'none',
};

function kindOf(value: unknown): string[] {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number'];
  return [typeof value];
}

/** A value that may take one of several forms: which one, then its control. */
export function FormChoiceControl(props: ControlProps) {
  const { id, field, value, onChange } = props;
  const forms = formsOf(field.schema);
  const fits = forms.findIndex((form) => {
    const types = typesIn(form);
    return kindOf(value).some((kind) => types.includes(kind)) || (choicesOf(form)?.includes(value) ?? false);
  });
  const at = Math.max(0, fits);
  const form = forms[at] ?? {};
  const inner = { ...fieldOf(form, field.path, { section: null, required: field.required }), label: field.label };
  const emptyOf = (schema: object): unknown => {
    const [type] = typesIn({ ...schema });
    return type === 'array' ? [] : type === 'object' ? {} : type === 'boolean' ? false : type === 'null' ? null : '';
  };
  return (
    <div className={classes.forms}>
      <select
        className={classes.select}
        aria-label={`${field.label}, kind`}
        value={at}
        onChange={(event) => onChange(emptyOf(forms[Number(event.currentTarget.value)] ?? {}))}
      >
        {forms.map((one, i) => {
          const word =
            typeof one.title === 'string' ? one.title : (formWords[typesIn(one)[0] ?? ''] ?? `form ${i + 1}`);
          return (
            <option key={word} value={i}>
              {word}
            </option>
          );
        })}
      </select>
      <FieldControl {...props} id={id} field={inner} />
    </div>
  );
}
