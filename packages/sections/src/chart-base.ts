import { shorten } from './label.ts';
import type { Palette } from './palette.ts';
import type { ChartOption, Plain } from './view.ts';

export interface AxisWords {
  label: string;
  unit?: string;
  log?: boolean;
}

export const axisName = (axis: AxisWords): string => {
  const label = axis.label === '' ? '' : shorten(axis.label, 48);
  return axis.unit ? `${label} (${shorten(axis.unit, 16)})` : label;
};

type Options = { readonly [key: string]: Plain };

export function valueAxis(palette: Palette, axis: AxisWords, extra: Options = {}): Options {
  return {
    type: axis.log ? 'log' : 'value',
    name: axisName(axis),
    nameLocation: 'middle',
    nameGap: 24,
    nameTextStyle: { color: palette.muted, fontSize: 11 },
    axisLine: { show: true, lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line, width: 1 } },
    ...extra,
  };
}

export function categoryAxis(palette: Palette, labels: readonly string[], extra: Options = {}): Options {
  return {
    type: 'category',
    data: [...labels],
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 11, interval: 0, width: 190, overflow: 'truncate' },
    splitLine: { show: false },
    ...extra,
  };
}

export function tooltip(palette: Palette, trigger: 'item' | 'axis'): Options {
  return {
    trigger,
    // Drawn as text on the canvas: no markup is ever made of what a trainer sent.
    renderMode: 'richText',
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    padding: [6, 9],
    textStyle: { color: palette.text, fontSize: 12, fontFamily: palette.font },
    axisPointer: { lineStyle: { color: palette.muted, type: 'solid' }, label: { show: false } },
  };
}

/** What all charts have alike. */
export function baseOption(palette: Palette, extra: Options): ChartOption {
  return {
    // A picture that moves says nothing more; and whoever asked for less motion gets the same one.
    animation: false,
    backgroundColor: palette.mode === 'print' ? 'transparent' : palette.surface,
    color: [...palette.series],
    textStyle: { fontFamily: palette.font, fontSize: 12, color: palette.text },
    grid: { left: 8, right: 18, top: 14, bottom: 8, outerBoundsMode: 'same' },
    tooltip: tooltip(palette, 'item'),
    ...extra,
  };
}

/** Room that a legend takes above a chart: on paper it has as many lines as it needs, on the page it turns pages. */
export function legendRoom(palette: Palette, names: readonly string[]): number {
  if (palette.mode !== 'print') return 34;
  const width = names.reduce((whole, name) => whole + 48 + name.length * 6.3, 0);
  return 14 + 20 * Math.max(1, Math.ceil(width / 560));
}

export function legend(palette: Palette, names: readonly string[], of: 'lines' | 'dots' = 'lines'): Options {
  return {
    // No icon of our own: it would hide the dashes. As low as this, so does the dot that the library puts on a line.
    type: palette.mode === 'print' ? 'plain' : 'scroll',
    data: [...names],
    top: 0,
    left: 'center',
    itemWidth: of === 'lines' ? 26 : 9,
    itemHeight: of === 'lines' ? 2 : 9,
    itemGap: 14,
    // A line's full height: a legend with pages cuts off what is higher.
    textStyle: { color: palette.text, fontSize: 11.5, lineHeight: 18 },
    pageIconColor: palette.text,
    pageIconInactiveColor: palette.line,
    pageTextStyle: { color: palette.muted },
  };
}
