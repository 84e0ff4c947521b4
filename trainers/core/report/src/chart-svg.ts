import type { ChartView, Plain } from '@trainyard/sections';
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { drawableText } from './fonts.ts';

echarts.use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
]);

/** Of a picture over the whole width of the text: the letters come out as large as those around it. */
const fullWidth = 690;

function drawable(value: Plain): Plain {
  if (typeof value === 'string') return drawableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map(drawable);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [drawableText(key), drawable(item)]));
}

interface Legend {
  data: readonly string[];
  itemWidth: number;
  itemGap: number;
}

/** On paper a legend cannot be scrolled: it takes as many lines as it needs, and the chart begins below them. */
function withRoomForLegend({ option, height }: Pick<ChartView, 'option' | 'height'>, width: number) {
  const legend = option.legend as Legend | undefined;
  const grid = option.grid as { top: number } | undefined;
  if (legend === undefined || grid === undefined || Array.isArray(grid)) return { option, height };
  let lines = 1;
  let filled = 0;
  for (const name of legend.data) {
    const needed = legend.itemWidth + 5 + name.length * 6.6 + legend.itemGap;
    if (filled > 0 && filled + needed > width - 20) {
      lines += 1;
      filled = 0;
    }
    filled += needed;
  }
  const more = (lines - 1) * 19;
  return { option: { ...option, grid: { ...grid, top: grid.top + more } }, height: height + more };
}

/** A picture of vectors, its text as text: a reader can search and select it. */
export function chartSvg(chart: Pick<ChartView, 'option' | 'height'>, width = fullWidth): string {
  const { option, height } = withRoomForLegend(chart, width);
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption(drawable(option) as echarts.EChartsCoreOption);
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}
