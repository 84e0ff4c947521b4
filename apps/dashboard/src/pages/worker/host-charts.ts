import type { HostSample } from '@trainyard/contracts';
import { type DrawnLine, formatNumber, lineChart, type Palette } from '@trainyard/sections';
import { fromWire } from '../../format/wire-number.ts';

export interface Span {
  id: string;
  title: string;
  minutes: number;
  /** The axis counts back in these. */
  unit: { word: string; minutes: number };
}

export const spans = [
  { id: 'hour', title: '1 h', minutes: 60, unit: { word: 'min', minutes: 1 } },
  { id: 'day', title: '24 h', minutes: 1_440, unit: { word: 'h', minutes: 60 } },
  { id: 'week', title: '7 d', minutes: 10_080, unit: { word: 'd', minutes: 1_440 } },
] as const satisfies readonly Span[];

export interface HostChart {
  id: string;
  title: string;
  option: ReturnType<typeof lineChart>;
  sentence: string;
}

const gigabyte = 1e9;
const megabyte = 1e6;

interface Kind {
  id: string;
  title: string;
  unit: string;
  max?: (last: HostSample) => number;
  lines: readonly { name: string; of: (sample: HostSample) => number }[];
}

function kindsOf(last: HostSample): Kind[] {
  const percent = { unit: '%', max: () => 100 };
  return [
    { id: 'cpu', title: 'CPU', ...percent, lines: [{ name: 'CPU', of: (one) => fromWire(one.cpu_percent) }] },
    {
      id: 'memory',
      title: 'Memory',
      unit: 'GB',
      max: ({ memory_total_bytes }) => memory_total_bytes / gigabyte,
      lines: [{ name: 'used', of: (one) => one.memory_bytes / gigabyte }],
    },
    {
      id: 'disk',
      title: 'Disk traffic',
      unit: 'MB/s',
      lines: [
        { name: 'read', of: (one) => one.disk_read_bytes_s / megabyte },
        { name: 'written', of: (one) => one.disk_write_bytes_s / megabyte },
      ],
    },
    {
      id: 'free',
      title: 'Disk free',
      unit: 'GB',
      lines: [{ name: 'free', of: (one) => one.disk_free_bytes / gigabyte }],
    },
    ...last.gpus.map(({ index, name }): Kind => {
      return {
        id: `gpu-${index}`,
        title: `GPU ${index}, ${name}`,
        ...percent,
        lines: [
          { name: 'busy', of: (one) => one.gpus.find((gpu) => gpu.index === index)?.used_percent ?? Number.NaN },
          { name: 'memory', of: (one) => memoryShare(one.gpus.find((gpu) => gpu.index === index)) },
        ],
      };
    }),
  ];
}

function memoryShare(gpu: HostSample['gpus'][number] | undefined): number {
  return gpu === undefined ? Number.NaN : (100 * gpu.memory_bytes) / gpu.memory_total_bytes;
}

function sentenceOf(values: readonly number[], unit: string): string {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return 'not measured';
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const most = known.reduce((a, b) => Math.max(a, b));
  return `${formatNumber(known.at(-1) ?? 0)} ${unit} last, ${formatNumber(mean)} on average, at most ${formatNumber(most)}`;
}

/** One chart a kind of figure, over the time before the last look. */
export function hostCharts(palette: Palette, samples: readonly HostSample[], span: Span): HostChart[] {
  const last = samples.at(-1);
  if (last === undefined) return [];
  const end = Date.parse(last.at);
  const x = samples.map(({ at }) => (Date.parse(at) - end) / 60_000 / span.unit.minutes);
  return kindsOf(last).map(({ id, title, unit, max, lines }) => {
    const drawn = lines.map(
      ({ name, of }, index): DrawnLine => ({
        name,
        x,
        y: samples.map(of),
        colour: palette.series[index] ?? palette.accent,
        dash: index === 0 ? 'solid' : 'dashed',
        width: 1.3,
        points: samples.length === 1,
      }),
    );
    const sentence = drawn
      .map(({ name, y }) => (drawn.length === 1 ? sentenceOf(y, unit) : `${name} ${sentenceOf(y, unit)}`))
      .join('; ');
    const option = lineChart(palette, {
      x: { label: 'before the last look', unit: span.unit.word },
      y: { label: '', unit, min: 0, ...(max === undefined ? {} : { max: max(last) }) },
      lines: drawn,
    });
    return { id, title, option, sentence };
  });
}
