import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Comparison } from '@trainyard/contracts';
import { fileName, saveFile } from '../../../charts/save-file.ts';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import { fromWire } from '../../../format/wire-number.ts';
import { figureText, intervalText, isShareFigure } from '../../results/overview/figure-words.ts';
import { parseMetricKey } from '../../run/metrics/metric-key.ts';
import { comparisonCsv } from './comparison-csv.ts';
import { SideBySide } from './side-by-side.tsx';
import classes from './tables.module.css';

const betterWords = { higher: 'higher is better', lower: 'lower is better', none: '' } as const;

/** Scores with their intervals; the best of each is marked, which is not yet to say that it is better. */
export function MetricsTable({ comparison }: { comparison: Comparison }) {
  const { runs, metrics } = comparison;
  const save = () =>
    saveFile(
      new Blob([comparisonCsv(comparison)], { type: 'text/csv' }),
      fileName(`comparison of ${runs.map(({ number }) => number).join(' ')}`, 'csv'),
    );
  return (
    <Panel
      title="Scores"
      note={count(metrics.length, 'figure')}
      flush
      actions={
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={save}>
          CSV
        </Button>
      }
    >
      {metrics.length === 0 ? (
        <p className={classes.none}>None of these runs has told a score.</p>
      ) : (
        <SideBySide
          caption="Scores of the compared runs"
          first="Figure"
          runs={runs}
          numeric
          rows={metrics.map((metric) => ({
            key: metric.key,
            head: (
              <span className={classes.figure}>
                <bdi title={metric.key}>
                  {metric.label === metric.key ? parseMetricKey(metric.key).label : metric.label}
                </bdi>
                <span className="muted">{betterWords[metric.better]}</span>
              </span>
            ),
            cells: metric.values.map((value, at) => {
              if (value === null) return { content: <span className="muted">–</span> };
              const share = isShareFigure(metric.key, '', value);
              const interval = intervalText({ value, low: metric.low[at], high: metric.high[at] }, share);
              return {
                mark: metric.winner === at ? ('winner' as const) : undefined,
                title: String(value),
                content: (
                  <span className={classes.score}>
                    <span>
                      {figureText(value, share)}
                      {metric.winner === at && <span className={classes.best}> best</span>}
                    </span>
                    {share && (
                      <span className={classes.bar} aria-hidden="true">
                        <span style={{ width: `${fromWire(value) * 100}%` }} />
                      </span>
                    )}
                    {interval !== null && <span className={classes.interval}>{interval}</span>}
                  </span>
                ),
              };
            }),
          }))}
        />
      )}
    </Panel>
  );
}
