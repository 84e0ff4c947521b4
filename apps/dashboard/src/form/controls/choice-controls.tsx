import { choicesOf, itemsOf } from '../field.ts';
import classes from '../form.module.css';
import { writeValue } from '../number-text.ts';
import { sameValue } from '../values.ts';
import { type ControlProps, inputProps } from './control.ts';

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
