import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ControlProps } from '../../../form/controls/control.ts';
import form from '../../../form/form.module.css';
import classes from './configure.module.css';

export interface PickerFrameProps extends Pick<ControlProps, 'id' | 'field' | 'invalid' | 'describedBy'> {
  /** What is picked, in the plural: "runs". */
  what: string;
  placeholder: string;
  search: string;
  onSearch: (text: string) => void;
  chosen: readonly { key: string; text: string; drop: () => void }[];
  /** What was found, a row each, and what to say of it. */
  children: ReactNode;
}

/** A setting that names several things of the product: those that are chosen, a search, and what it finds. */
export function PickerFrame(props: PickerFrameProps) {
  const { id, field, invalid, describedBy, what, chosen } = props;
  return (
    <fieldset
      className={form.pairs}
      style={{ justifyItems: 'stretch' }}
      aria-labelledby={`${id}-label`}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {chosen.length > 0 && (
        <ul className={classes.chosen} aria-label={`Chosen ${what}`}>
          {chosen.map(({ key, text, drop }) => (
            <li key={key} className={classes.picked}>
              <bdi className="cut" title={text}>
                {text}
              </bdi>
              <button type="button" className={form.small} aria-label={`Leave out ${text}`} onClick={drop}>
                <IconX size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="search"
        className={form.input}
        aria-label={`Search ${what} for ${field.label}`}
        aria-invalid={invalid}
        placeholder={props.placeholder}
        value={props.search}
        onChange={(event) => props.onSearch(event.currentTarget.value)}
      />
      <div className={classes.scroll}>{props.children}</div>
    </fieldset>
  );
}
