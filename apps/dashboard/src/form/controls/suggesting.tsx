import type { ComponentType } from 'react';
import classes from '../form.module.css';
import { writeValue } from '../number-text.ts';
import { type ControlProps, inputProps } from './control.ts';

/** A text with suggestions: others may be typed. Make it once for a list: it is a component. */
export function suggesting(suggestions: readonly string[]): ComponentType<ControlProps> {
  return function SuggestingControl(props: ControlProps) {
    const { id, value, empty, onChange } = props;
    return (
      <>
        <input
          {...inputProps(props)}
          className={classes.input}
          type="text"
          dir="auto"
          spellCheck={false}
          list={`${id}-suggestions`}
          value={writeValue(value)}
          onChange={(event) => onChange(event.currentTarget.value === '' ? empty : event.currentTarget.value)}
        />
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </>
    );
  };
}
