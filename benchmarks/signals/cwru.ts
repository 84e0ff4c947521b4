import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseCsv } from '@trainyard/domain';
import type { BenchmarkData, Recording } from './data-set.ts';

const window = { seconds: 1, overlap: 0 };

/** The public bearing recordings as a data set version: three fault places, three sizes, four loads. Null where they are absent. */
export function makeCwru(source: string, target: string): BenchmarkData | null {
  const list = path.join(source, 'recordings.csv');
  if (!existsSync(list)) return null;
  const [header = [], ...lines] = parseCsv(readFileSync(list, 'utf8'));
  const rows = lines
    .map((line) => new Map(header.map((name, at) => [name, line[at] ?? ''])))
    // One healthy bearing cannot be a new bearing too.
    .filter((row) => row.get('label') !== 'healthy');
  mkdirSync(path.join(target, 'data'), { recursive: true });
  const recordings: Recording[] = [];
  const index = ['sample_id,file,row,rate_hz,n,scale,label,bearing_id,rpm,load_hp,fault_diameter_mil'];
  for (const row of rows) {
    const cell = (name: string): string => row.get(name) ?? '';
    const id = cell('file').replace('.npy', '');
    copyFileSync(path.join(source, cell('file')), path.join(target, 'data', cell('file')));
    const technical = ['sampling_hz', 'samples', 'g_per_count', 'label'].map(cell).join(',');
    index.push(
      `${id},data/${cell('file')},,${technical},${cell('bearing_id')},${cell('rpm')},${cell('load_hp')},${cell('fault_diameter_mil')}`,
    );
    recordings.push({
      id,
      label: cell('label'),
      unit: cell('bearing_id'),
      unitGroup: `${cell('fault_diameter_mil')} mil`,
      load: `${cell('load_hp')} hp`,
      windows: Math.floor(Number(cell('samples')) / Number(cell('sampling_hz')) / window.seconds),
    });
  }
  writeFileSync(path.join(target, 'index.csv'), `${index.join('\n')}\n`);
  const classes = [...new Set(recordings.map((one) => one.label))].sort();
  const manifest = {
    v: 1,
    kind: 'signals',
    files: [],
    label_column: 'label',
    unit_column: 'bearing_id',
    unit_columns: ['bearing_id'],
    condition_columns: ['rpm', 'load_hp', 'fault_diameter_mil'],
    classes,
    rates_hz: [12_000],
    channels: ['drive end'],
  };
  writeFileSync(path.join(target, 'manifest.json'), JSON.stringify(manifest));
  return {
    id: 'cwru',
    title: 'Public bearing recordings (CWRU drive end, 12 kHz)',
    folder: target,
    classes,
    window,
    speed: { column: 'rpm', unit: 'rpm' },
    recordings,
    words: { load: 'motor load (0 to 3 hp)', unit: 'physical bearing (one for each fault place and size)' },
  };
}
