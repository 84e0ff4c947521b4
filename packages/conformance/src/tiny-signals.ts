import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DatasetManifest, datasetManifest } from '@trainyard/contracts';
import { type DatasetIndex, parseIndex, seededRandom } from '@trainyard/domain';
import { npyOf } from './npy.ts';

export interface TinyDataset {
  folder: string;
  manifest: DatasetManifest;
  index: DatasetIndex;
  digest: string;
}

const rate = 8000;
const seconds = 0.5;
const classes = ['healthy', 'faulty'] as const;
const unitsPerClass = 4;
const recordingsPerUnit = 2;

interface Recording {
  id: string;
  label: string;
  unit: string;
  speed: number;
  load: number;
  heat: number;
  values: Float32Array;
}

/** Two conditions that any trainer can tell apart: a tone with noise, and the same with an impact ten times a second. */
function record(label: string, unit: number, recording: number): Recording {
  const faulty = label === 'faulty';
  const random = seededRandom(1000 * unit + 10 * recording + (faulty ? 1 : 0));
  const tone = 30 + 5 * unit;
  const gain = 0.8 + 0.4 * random.float();
  const values = new Float32Array(rate * seconds);
  for (let i = 0; i < values.length; i += 1) {
    const t = i / rate;
    const sinceImpact = t % 0.1;
    const impact = faulty ? 3 * Math.exp(-sinceImpact * 200) * Math.sin(2 * Math.PI * 1500 * sinceImpact) : 0;
    values[i] = gain * (Math.sin(2 * Math.PI * tone * t) + impact + 0.3 * (random.float() - 0.5));
  }
  const name = `${label}-${unit}`;
  return {
    id: `${name}-${recording}`,
    label,
    unit: name,
    speed: 1800 + 60 * recording,
    load: 300 + 200 * unit,
    heat: 50 + 5 * recording,
    values,
  };
}

function recordings(): Recording[] {
  return classes.flatMap((label) =>
    Array.from({ length: unitsPerClass }, (_, unit) =>
      Array.from({ length: recordingsPerUnit }, (_, recording) => record(label, unit, recording)),
    ).flat(),
  );
}

/** Writes a data set version of kind signals: two classes, four units each. The same bytes every time. */
export async function writeTinyDataset(folder: string): Promise<TinyDataset> {
  const contents = new Map<string, Uint8Array>();
  const lines = ['sample_id,file,row,rate_hz,n,scale,label,bearing_id,speed_rpm,load_n,oil_temperature_c'];
  for (const one of recordings()) {
    const file = `data/${one.id}.npy`;
    contents.set(file, npyOf(one.values));
    const measured = [one.speed, one.load, one.heat];
    lines.push([one.id, file, '', rate, one.values.length, 1, one.label, one.unit, ...measured].join(','));
  }
  contents.set('index.csv', Buffer.from(`${lines.join('\n')}\n`));
  const files = [...contents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => ({
      path,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
  const manifest = datasetManifest.parse({
    v: 1,
    kind: 'signals',
    files,
    label_column: 'label',
    unit_column: 'bearing_id',
    unit_columns: ['bearing_id'],
    condition_columns: ['speed_rpm', 'load_n', 'oil_temperature_c'],
    classes: [...classes].sort(),
    rates_hz: [rate],
    channels: [],
    badge: 'SIMULATED',
    source: 'made for the conformance suite',
  });
  const text = JSON.stringify(manifest);
  contents.set('manifest.json', Buffer.from(text));
  for (const [path, bytes] of contents) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const index = parseIndex(`${lines.join('\n')}\n`);
  return { folder, manifest, index, digest: createHash('sha256').update(text).digest('hex') };
}

/** The same recordings as a person would upload them: one .npy each and a table. */
export async function writeTinyUpload(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = ['file,label,rpm,sampling_hz,samples,bearing_id'];
  for (const one of recordings()) {
    await writeFile(join(folder, `${one.id}.npy`), npyOf(one.values));
    lines.push([`${one.id}.npy`, one.label, one.speed, rate, one.values.length, one.unit].join(','));
  }
  await writeFile(join(folder, 'recordings.csv'), `${lines.join('\n')}\n`);
}
