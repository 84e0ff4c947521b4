import { seriesStyle } from '@trainyard/sections';
import { useChartPalette } from '../../../charts/use-chart-palette.ts';
import classes from './tables.module.css';

/** The line that a run is drawn with, in small. */
export function RunSwatch({ at }: { at: number }) {
  const { colour, dash } = seriesStyle(useChartPalette(), at);
  return (
    <span className={classes.swatch} style={{ borderTopColor: colour, borderTopStyle: dash }} aria-hidden="true" />
  );
}
