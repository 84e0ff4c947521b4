import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { ControlProps } from '../../../form/controls/control.ts';
import { count } from '../../../format/number.ts';
import classes from './configure.module.css';
import { PickerFrame } from './picker-frame.tsx';

const shownRuns = 20;

/** Earlier runs that a trainer reads: found by name or number, several of them. */
export function RunsPicker({ id, field, value, invalid, describedBy, onChange }: ControlProps) {
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 200);
  const found = useRoute(
    'listRuns',
    { query: { limit: shownRuns, sort: '-number', ...(q === '' ? {} : { q }) } },
    { keepPrevious: true },
  );
  const chosen: (string | number)[] = Array.isArray(value)
    ? value.filter((one): one is string | number => typeof one === 'string' || typeof one === 'number')
    : [];
  const runs = found.data?.items ?? [];
  const isChosen = (run: { id: string; number: number }): boolean =>
    chosen.some((one) => String(one) === String(run.number) || one === run.id);
  return (
    <PickerFrame
      {...{ id, field, invalid, describedBy, search }}
      what="runs"
      placeholder="Search runs by name or number"
      onSearch={setSearch}
      chosen={chosen.map((one) => {
        const known = runs.find((run) => String(one) === String(run.number) || one === run.id);
        const text = known === undefined ? `run ${String(one).slice(0, 8)}` : `${known.number} ${known.name}`;
        return { key: String(one), text, drop: () => onChange(chosen.filter((other) => other !== one)) };
      })}
    >
      {runs.map((run) => (
        <label key={run.id} className={classes.runRow}>
          <input
            type="checkbox"
            checked={isChosen(run)}
            onChange={(event) =>
              event.currentTarget.checked
                ? onChange([...chosen, run.number])
                : onChange(chosen.filter((one) => String(one) !== String(run.number) && one !== run.id))
            }
          />
          <span className="muted">{run.number}</span>
          <bdi className={`${classes.grow} cut`} title={run.name}>
            {run.name}
          </bdi>
          <StatusBadge status={run.status} reason={run.reason} />
        </label>
      ))}
      {found.data !== undefined && runs.length === 0 && <p className="muted">No run is called like this.</p>}
      {found.data !== undefined && found.data.total > runs.length && (
        <p className="muted">{count(found.data.total - runs.length, 'more run')}; search to find them.</p>
      )}
    </PickerFrame>
  );
}
