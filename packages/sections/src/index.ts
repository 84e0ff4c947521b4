export { axisName, baseOption, legend, valueAxis } from './chart-base.ts';
export { heatColour, thinnedHeat } from './heat-chart.ts';
export { capital, listed, oneLine, shorten, shortenAll } from './label.ts';
export { type DrawnLine, type LineChart, lineChart } from './line-chart.ts';
export { isShare, lineStyles, partAndFigure } from './line-style.ts';
export { type Block, type Inline, parseMarkdown } from './markdown.ts';
export {
  formatCount,
  formatFigure,
  formatNumber,
  formatPercent,
  formatShare,
  num,
  nums,
  plural,
} from './number.ts';
export {
  cellColours,
  dark,
  light,
  type Palette,
  palettes,
  print,
  readableOn,
  seriesStyle,
} from './palette.ts';
export { thinned } from './thin.ts';
export type * from './view.ts';
export { viewOf } from './view-of.ts';
