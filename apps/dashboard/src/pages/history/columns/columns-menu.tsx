import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3, IconX } from '@tabler/icons-react';
import type { RunColumns } from '@trainyard/contracts';
import { memo, useRef, useState } from 'react';
import { formatInteger } from '../../../format/number.ts';
import { DropPanel } from '../toolbar/drop-panel.tsx';
import { matchingOptions } from '../toolbar/filter-options.ts';
import { allColumns } from './all-columns.ts';
import { addColumn, moveColumn, removeColumn, type ShownColumn } from './column-list.ts';
import classes from './columns-menu.module.css';

export interface ColumnsMenuProps {
  columns: readonly ShownColumn[];
  setColumns: (columns: readonly ShownColumn[] | null) => void;
  known: RunColumns | undefined;
}

const shownAtMost = 60;

/** Which columns are shown, and in which order; any metric, parameter or tag can be one. */
export const ColumnsMenu = memo(function ColumnsMenu({ columns, setColumns, known }: ColumnsMenuProps) {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  function hide(id: string): void {
    setColumns(removeColumn(columns, id));
    // The button goes with its row; the keyboard must not be lost.
    field.current?.focus();
  }
  const groups = allColumns(known, columns)
    .map((group) => ({ ...group, options: matchingOptions(group.options, text) }))
    .filter(({ options }) => options.length > 0);
  const button = (label: string, icon: typeof IconX, disabled: boolean, onClick: () => void) => {
    const Icon = icon;
    return (
      <button type="button" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </button>
    );
  };
  return (
    <DropPanel
      label="Columns"
      className={classes.dropdown}
      button={
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
          Columns
        </Button>
      }
    >
      <input
        className={classes.field}
        value={text}
        placeholder="Find a metric, parameter or tag"
        aria-label="Find a column"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.lists}>
        {text === '' && (
          <>
            <h2 className={classes.head}>Shown</h2>
            <ol className={classes.list}>
              {columns.map(({ id, title, group, key }, index) => (
                <li key={id} className={classes.row}>
                  <bdi className="cut" title={group === 'run' ? title : key}>
                    {title}
                  </bdi>
                  {button(`Move ${title} up`, IconArrowUp, index === 0, () =>
                    setColumns(moveColumn(columns, id, index - 1)),
                  )}
                  {button(`Move ${title} down`, IconArrowDown, index === columns.length - 1, () =>
                    setColumns(moveColumn(columns, id, index + 1)),
                  )}
                  {button(`Hide ${title}`, IconX, id === 'name', () => hide(id))}
                </li>
              ))}
            </ol>
          </>
        )}
        {groups.map(({ title, options }) => (
          <div key={title}>
            <h2 className={classes.head}>{title}</h2>
            {options.slice(0, shownAtMost).map(({ id, label, runs, shown }) => (
              <label key={id} className={classes.row}>
                <input
                  type="checkbox"
                  checked={shown}
                  onChange={() => setColumns(shown ? removeColumn(columns, id) : addColumn(columns, id))}
                />
                <bdi className="cut" title={label}>
                  {label}
                </bdi>
                {runs !== null && <span className={classes.count}>{formatInteger(runs)}</span>}
              </label>
            ))}
            {options.length > shownAtMost && (
              <p className={classes.none}>Type to find the other {formatInteger(options.length - shownAtMost)}.</p>
            )}
          </div>
        ))}
        {text !== '' && groups.length === 0 && <p className={classes.none}>There is no column of that name.</p>}
      </div>
      <button type="button" className={classes.reset} onClick={() => setColumns(null)}>
        Usual columns
      </button>
    </DropPanel>
  );
});
