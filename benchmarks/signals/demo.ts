import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseIndex } from '@trainyard/domain';
import type { BenchmarkData } from './data-set.ts';
import type { TrainerRunner } from './run-trainer.ts';

const seed = 0;
/** So many groups of rigs, and of operating points from the lightest load to the heaviest. */
const groups = 3;

/** The generated set that the product ships its recipe for; made once, since the same seed gives the same bytes. */
export async function makeDemo(runner: TrainerRunner, target: string): Promise<BenchmarkData> {
  const folder = path.join(target, 'dataset');
  if (!existsSync(path.join(folder, 'manifest.json'))) {
    await runner.run({ trainer: 'signal-lab', preset: 'demo', set: {}, output: target, seed, data: null, split: null });
  }
  const index = parseIndex(readFileSync(path.join(folder, 'index.csv'), 'utf8'));
  const units = [...new Set(index.rows.map((row) => row.columns.unit ?? ''))].sort();
  const points = Math.max(...index.rows.map((row) => Number(row.columns.operating_point))) + 1;
  return {
    id: 'demo',
    title: `Generated journal bearing (signal-lab demo, seed ${seed}, simulated)`,
    folder,
    classes: [...new Set(index.rows.map((row) => row.label ?? ''))].sort(),
    window: { seconds: 0.5, overlap: 0 },
    speed: { column: 'speed_hz', unit: 'Hz' },
    recordings: index.rows.map((row) => ({
      id: row.sample_id,
      label: row.label ?? '',
      unit: row.columns.unit ?? '',
      unitGroup: `rigs ${units.indexOf(row.columns.unit ?? '') % groups}`,
      load: `loads ${Math.floor((Number(row.columns.operating_point) * groups) / points)}`,
      windows: 2,
    })),
    words: { load: 'third of the operating points, by load', unit: 'rig (13, held out in three groups)' },
  };
}
