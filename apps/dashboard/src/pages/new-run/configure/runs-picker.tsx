import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { ControlProps } from '../../../form/controls/control.ts';
import form from '../../../form/form.module.css';
import { count } from '../../../format/number.ts';
import classes from './configure.module.css';

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
  const drop = (one: string | number): void => onChange(chosen.filter((other) => other !== one));
  return (
    <fieldset
      className={form.pairs}
      style={{ justifyItems: 'stretch' }}
      aria-labelledby={`${id}-label`}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {chosen.length > 0 && (
        <ul className={classes.pickedRuns} aria-label="Chosen runs">
          {chosen.map((one) => {
            const known = runs.find((run) => String(one) === String(run.number) || one === run.id);
            const text = known === undefined ? `run ${String(one).slice(0, 8)}` : `${known.number} ${known.name}`;
            return (
              <li key={String(one)} className={classes.picked}>
                <bdi className="cut" title={text}>
                  {text}
                </bdi>
                <button type="button" className={form.small} aria-label={`Leave out ${text}`} onClick={() => drop(one)}>
                  <IconX size={14} aria-hidden />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <input
        id={id}
        type="search"
        className={form.input}
        aria-label={`Search runs for ${field.label}`}
        aria-invalid={invalid}
        placeholder="Search runs by name or number"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.scroll}>
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
            <StatusBadge status={run.status} />
          </label>
        ))}
        {found.data !== undefined && runs.length === 0 && <p className="muted">No run is called like this.</p>}
        {found.data !== undefined && found.data.total > runs.length && (
          <p className="muted">{count(found.data.total - runs.length, 'more run')}; search to find them.</p>
        )}
      </div>
    </fieldset>
  );
}
