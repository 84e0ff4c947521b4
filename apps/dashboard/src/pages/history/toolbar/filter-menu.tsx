import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { formatInteger } from '../../../format/number.ts';
import { DropPanel } from './drop-panel.tsx';
import { type FilterOption, filterLabel, matchingOptions, optionsWith, toggled } from './filter-options.ts';
import classes from './toolbar.module.css';

export interface FilterMenuProps {
  title: string;
  options: readonly FilterOption[];
  chosen: readonly string[];
  choose: (values: string[]) => void;
  /** Values that are not listed can be written, such as `key=value`. */
  other?: string;
}

const searchedFrom = 9;
const shownAtMost = 200;

/** Several values of one field, each with the number of runs that have it. */
export function FilterMenu({ title, options, chosen, choose, other }: FilterMenuProps) {
  const [text, setText] = useState('');
  const all = optionsWith(options, chosen);
  const found = matchingOptions(all, text);
  const hasField = all.length >= searchedFrom || other !== undefined;
  function add(event: FormEvent): void {
    event.preventDefault();
    const value = text.trim();
    if (other === undefined || value === '' || chosen.includes(value)) return;
    choose([...chosen, value]);
    setText('');
  }
  return (
    <DropPanel
      label={`Filter by ${title.toLowerCase()}`}
      className={classes.dropdown}
      button={
        <button type="button" className={classes.filter} data-chosen={chosen.length > 0}>
          <bdi className="cut">{filterLabel(title, all, chosen)}</bdi>
          <IconChevronDown size={14} aria-hidden />
        </button>
      }
    >
      {hasField && (
        <form onSubmit={add}>
          <input
            className={classes.field}
            value={text}
            placeholder={other ?? `Find ${title.toLowerCase()}`}
            aria-label={other === undefined ? `Find ${title.toLowerCase()}` : `${title}: ${other}`}
            maxLength={500}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </form>
      )}
      <fieldset className={classes.options}>
        <legend className="unseen">{title}</legend>
        {found.slice(0, shownAtMost).map(({ value, label, runs }) => (
          <label key={value} className={classes.option}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => choose(toggled(chosen, value))} />
            <bdi className="cut" title={label}>
              {label}
            </bdi>
            {runs !== null && <span className={classes.count}>{formatInteger(runs)}</span>}
          </label>
        ))}
        {found.length === 0 && (
          <p className={classes.none}>
            {other === undefined ? 'Nothing of that name.' : `Nothing of that name; Enter filters by “${text.trim()}”.`}
          </p>
        )}
        {found.length > shownAtMost && (
          <p className={classes.none}>Type to find the other {found.length - shownAtMost}.</p>
        )}
      </fieldset>
      {chosen.length > 0 && (
        <button type="button" className={classes.plain} onClick={() => choose([])}>
          Clear
        </button>
      )}
    </DropPanel>
  );
}
