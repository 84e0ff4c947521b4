import { HeatmapChart } from 'echarts/charts';
import { VisualMapContinuousComponent, VisualMapPiecewiseComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// What only saved pictures need: vectors, and heat maps, which the page itself draws on a canvas of its own.
use([SVGRenderer, HeatmapChart, VisualMapContinuousComponent, VisualMapPiecewiseComponent]);

export { init } from './chart-parts.ts';
