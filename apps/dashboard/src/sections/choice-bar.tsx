import { useId } from 'react';
import classes from './choice-bar.module.css';

export interface ChoiceBarProps<T extends string> {
  /** What is chosen, for screen readers. */
  label: string;
  choices: readonly { label: string; value: T }[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few, side by side: native radio buttons, so arrow keys and screen readers work as everywhere. */
export function ChoiceBar<T extends string>({ label, choices, value, onChange }: ChoiceBarProps<T>) {
  const name = useId();
  return (
    <fieldset className={classes.bar}>
      <legend className="unseen">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={classes.choice}>
          <input
            type="radio"
            name={name}
            className="unseen"
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
