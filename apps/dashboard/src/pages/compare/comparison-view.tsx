import type { Comparison } from '@trainyard/contracts';
import { Notice } from '../run/header/notice.tsx';
import { OverlaidCurves } from './curves/overlaid-curves.tsx';
import { MetricsTable } from './tables/metrics-table.tsx';
import { ParametersTable } from './tables/parameters-table.tsx';
import { RunStrip } from './tables/run-strip.tsx';
import { SignificancePanel } from './tables/significance-panel.tsx';
import classes from './tables/tables.module.css';

export interface ComparisonViewProps {
  comparison: Comparison;
  numbers: readonly number[];
  change: (numbers: readonly number[]) => void;
}

export function ComparisonView({ comparison, numbers, change }: ComparisonViewProps) {
  return (
    <>
      <RunStrip runs={comparison.runs} numbers={numbers} change={change} />
      {comparison.warnings.length > 0 && (
        <Notice tone="warn">
          {comparison.warnings.map((warning) => (
            <span key={warning} className={classes.warning}>
              {warning}
            </span>
          ))}
        </Notice>
      )}
      <OverlaidCurves runs={comparison.runs} />
      <MetricsTable comparison={comparison} />
      <SignificancePanel comparison={comparison} />
      <ParametersTable comparison={comparison} />
    </>
  );
}
