import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { lastDays, rangeLabel } from './day-range.ts';
import { DropPanel } from './drop-panel.tsx';
import classes from './toolbar.module.css';

export interface DateMenuProps {
  from: string;
  to: string;
  choose: (range: { from: string | undefined; to: string | undefined }) => void;
}

const ranges = [
  { title: 'Today', days: 1 },
  { title: '7 days', days: 7 },
  { title: '30 days', days: 30 },
];

/** When runs were submitted; days are those of the reader. */
export function DateMenu({ from, to, choose }: DateMenuProps) {
  return (
    <DropPanel
      label="Filter by date"
      className={classes.dropdown}
      button={
        <button type="button" className={classes.filter} data-chosen={from !== '' || to !== ''}>
          <span className="cut">{rangeLabel(from, to)}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      }
    >
      <div className={classes.days}>
        {ranges.map(({ title, days }) => (
          <Button key={title} variant="default" onClick={() => choose(lastDays(days, new Date()))}>
            {title}
          </Button>
        ))}
      </div>
      <label className={classes.day}>
        From
        <input
          type="date"
          value={from}
          max={to === '' ? undefined : to}
          onChange={(event) => choose({ from: event.currentTarget.value || undefined, to: to || undefined })}
        />
      </label>
      <label className={classes.day}>
        To
        <input
          type="date"
          value={to}
          min={from === '' ? undefined : from}
          onChange={(event) => choose({ from: from || undefined, to: event.currentTarget.value || undefined })}
        />
      </label>
      {(from !== '' || to !== '') && (
        <button type="button" className={classes.plain} onClick={() => choose({ from: undefined, to: undefined })}>
          Clear
        </button>
      )}
    </DropPanel>
  );
}
