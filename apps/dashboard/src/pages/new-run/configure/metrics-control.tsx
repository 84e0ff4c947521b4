import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { type ControlProps, inputProps, useTyped } from '../../../form/controls/control.ts';
import { JsonControl } from '../../../form/controls/text-controls.tsx';
import form from '../../../form/form.module.css';
import {
  detailOf,
  furtherKeys,
  type MetricDetail,
  type MetricRow,
  metricNames,
  metricRows,
  readDetail,
  withKey,
  withMetric,
  writeDetail,
} from './metric-rows.ts';
import classes from './metrics-control.module.css';

const mostRows = 8;

/** How answers are scored: a metric set by its name, metrics in rows, or all that they can be told as JSON. */
export function MetricsControl(props: ControlProps) {
  const { field, value, onChange } = props;
  const sets = useRoute('listMetricSets', {});
  const [json, setJson] = useState(false);
  const rows = metricRows(value);
  const name = typeof value === 'string' ? value : null;
  const usual = (sets.data?.items ?? []).find((one) => one.is_default && one.active);
  const known = (sets.data?.items ?? []).filter((one) => one.active || one.name === name);
  const first: unknown = field.schema.default;
  const mode = json || (rows === null && name === null) ? 'json' : name === null ? 'rows' : `set ${name}`;
  const choose = (next: string): void => {
    setJson(next === 'json');
    if (next.startsWith('set ')) onChange(next.slice(4));
    else if (rows === null) onChange(first);
  };
  const chosen = known.find((one) => one.name === name);
  return (
    <div className={classes.metrics}>
      <select
        {...inputProps(props)}
        className={`${form.select} ${classes.source}`}
        value={mode}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="rows">the metrics below</option>
        {known.map((one) => (
          <option key={one.name} value={`set ${one.name}`}>
            the metric set {one.name}
          </option>
        ))}
        {name !== null && !json && chosen === undefined && (
          <option value={`set ${name}`}>the metric set {name}, which is not there</option>
        )}
        <option value="json">metrics as JSON</option>
      </select>
      {mode === 'rows' && rows !== null && (
        <>
          <Rows field={field} rows={rows} onChange={onChange} />
          {usual !== undefined && JSON.stringify(value) === JSON.stringify(first) && (
            <p className={form.hint}>
              Unless this is changed, answers are scored by your default metric set, {usual.name}.
            </p>
          )}
        </>
      )}
      {mode === 'json' && (
        <>
          <label className="unseen" htmlFor={`${props.id}-json`}>
            {field.label} as JSON
          </label>
          <JsonControl {...props} id={`${props.id}-json`} />
        </>
      )}
      {chosen !== undefined && mode !== 'json' && (
        <p className={form.hint} dir="auto">
          {[chosen.metrics.map((one) => one.name ?? one.metric).join(', '), chosen.description]
            .filter((text) => text !== '')
            .join(': ')}
        </p>
      )}
    </div>
  );
}

function Rows(props: { field: ControlProps['field']; rows: readonly MetricRow[]; onChange: (value: unknown) => void }) {
  const { field, rows, onChange } = props;
  const names = metricNames(field);
  const put = (at: number, row: MetricRow): void => onChange(rows.map((one, i) => (i === at ? row : one)));
  return (
    <>
      {rows.map((row, i) => {
        const detail = detailOf(row);
        const further = furtherKeys(row);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same metric may stand in two rows
          <fieldset key={i} className={classes.row}>
            <legend className="unseen">Metric {i + 1}</legend>
            <label className={classes.metric}>
              <span>Metric</span>
              <select
                className={form.select}
                aria-label={`Metric ${i + 1}`}
                value={row.metric}
                onChange={(event) => put(i, withMetric(row, event.currentTarget.value))}
              >
                {names.map((one) => (
                  <option key={one.value} value={one.value}>
                    {one.label}
                  </option>
                ))}
              </select>
            </label>
            <Share row={row} place={i + 1} name="weight" label="Weight" usual="1" put={(next) => put(i, next)} />
            <Share
              row={row}
              place={i + 1}
              name="floor"
              label="Floor, 0 to 1"
              usual="none"
              put={(next) => put(i, next)}
            />
            <button
              type="button"
              className={form.small}
              aria-label={`Leave out metric ${i + 1}`}
              disabled={rows.length === 1}
              onClick={() => onChange(rows.filter((_, other) => other !== i))}
            >
              <IconX size={14} aria-hidden />
            </button>
            {detail !== null && <Detail key={detail.key} row={row} detail={detail} put={(next) => put(i, next)} />}
            {further.length > 0 && <p className={`${form.hint} ${classes.whole}`}>also told: {further.join(', ')}</p>}
          </fieldset>
        );
      })}
      <Button
        className={classes.add ?? ''}
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={rows.length >= mostRows}
        onClick={() => onChange([...rows, { metric: names[0]?.value ?? '' }])}
      >
        Add a metric
      </Button>
    </>
  );
}

interface PartProps {
  row: MetricRow;
  put: (row: MetricRow) => void;
}

interface ShareProps extends PartProps {
  place: number;
  name: string;
  label: string;
  usual: string;
}

function Share({ row, place, name, label, usual, put }: ShareProps) {
  const value = row[name];
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        aria-label={`${label}, metric ${place}`}
        min={0}
        step="any"
        className={form.input}
        placeholder={usual}
        value={typeof value === 'number' ? value : ''}
        onChange={({ currentTarget: { valueAsNumber } }) =>
          put(withKey(row, name, Number.isNaN(valueAsNumber) ? undefined : valueAsNumber))
        }
      />
    </label>
  );
}

function Detail({ row, detail: { key, label }, put }: PartProps & { detail: MetricDetail }) {
  const [text, type] = useTyped(row[key], (typed) => readDetail(key, typed), writeDetail);
  return (
    <label className={classes.whole}>
      <span>{label}</span>
      <textarea
        className={`${form.area} ${key === 'rubric' ? '' : form.code}`}
        rows={2}
        dir="auto"
        spellCheck={key === 'rubric'}
        value={text}
        onChange={(event) => put(withKey(row, key, type(event.currentTarget.value)))}
      />
    </label>
  );
}
