import type { ChartView, Plain } from '@trainyard/sections';
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
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
  MarkAreaComponent,
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

/** A picture of vectors, its text as text: a reader can search and select it. */
export function chartSvg(chart: Pick<ChartView, 'option' | 'height'>, width = fullWidth): string {
  const { option, height } = chart;
  const drawn = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption(drawable(option) as echarts.EChartsCoreOption);
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}
