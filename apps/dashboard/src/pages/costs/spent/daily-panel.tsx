import { Button } from '@mantine/core';
import type { LanguageUsageSum } from '@trainyard/contracts';
import { useMemo, useState } from 'react';
import { Chart } from '../../../charts/chart.tsx';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count, formatInteger } from '../../../format/number.ts';
import { formatUsd } from '../../../format/usd.ts';
import { ChoiceBar } from '../../../sections/choice-bar.tsx';
import type { Group } from '../cost-search.ts';
import classes from '../costs.module.css';
import { barOption } from './bar-option.ts';
import { type Bars, costBars, type Measure } from './cost-days.ts';
import { groupName } from './group-name.ts';

const measures: readonly { value: Measure; label: string }[] = [
  { value: 'cost', label: 'Cost' },
  { value: 'calls', label: 'Calls' },
  { value: 'tokens', label: 'Tokens' },
];

function figureOf(measure: Measure, value: number): string {
  return measure === 'cost' ? formatUsd(value) : formatInteger(value);
}

function sentenceOf({ series, total, times, per }: Bars, measure: Measure): string {
  const words = { cost: 'Cost', calls: 'Calls', tokens: 'Tokens' }[measure];
  const [first] = series;
  const most =
    first === undefined
      ? ''
      : `; most for ${first.name}, ${figureOf(
          measure,
          first.values.reduce((a, b) => a + b, 0),
        )}`;
  return `${words} of each ${per} from ${times[0]} to ${times.at(-1)}: ${figureOf(measure, total)} in all${most}.`;
}

export interface DailyPanelProps {
  sums: readonly LanguageUsageSum[];
  by: Group;
  since: string | undefined;
  measure: Measure;
  setMeasure: (measure: Measure) => void;
}

/** What each day came to, stacked by what was chosen. */
export function DailyPanel({ sums, by, since, measure, setMeasure }: DailyPanelProps) {
  const palette = useChartPalette();
  const [asTable, setAsTable] = useState(false);
  const bars = useMemo(
    () => costBars(sums, { measure, since, now: Date.now(), nameOf: (group) => groupName(by, group) }),
    [sums, measure, since, by],
  );
  const option = useMemo(() => barOption(palette, bars, measure), [palette, bars, measure]);
  const unpriced = sums.reduce((whole, sum) => whole + sum.unpriced, 0);
  return (
    <Panel
      title={bars.per === 'day' ? 'Each day' : 'Each month'}
      note="days in UTC"
      actions={
        <>
          <ChoiceBar label="What is drawn" choices={measures} value={measure} onChange={setMeasure} />
          <Button variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            As a table
          </Button>
        </>
      }
      flush
    >
      {measure === 'cost' && unpriced > 0 && (
        <p className={classes.caveat}>
          {count(unpriced, 'call')} of unknown price {unpriced === 1 ? 'is' : 'are'} not in these figures: set a price,
          and later calls will be.
        </p>
      )}
      {bars.total === 0 ? (
        <p className={classes.quiet}>
          Nothing to draw: {measure === 'cost' ? 'no cost is known' : 'no call was made'} in this time.
        </p>
      ) : asTable ? (
        <DataTable
          caption={sentenceOf(bars, measure)}
          rows={bars.times.map((time, at) => ({ time, at }))}
          keyOf={({ time }) => time}
          columns={[
            { key: 'time', title: bars.per === 'day' ? 'Day' : 'Month', rowHeader: true, cell: ({ time }) => time },
            ...bars.series.map(({ name, values }) => ({
              key: `of ${name}`,
              title: <bdi title={name}>{name}</bdi>,
              numeric: true,
              cell: ({ at }: { at: number }) => figureOf(measure, values[at] ?? 0),
            })),
          ]}
        />
      ) : (
        <div className={classes.chart}>
          <Chart option={option} sentence={sentenceOf(bars, measure)} height={240} />
        </div>
      )}
    </Panel>
  );
}
