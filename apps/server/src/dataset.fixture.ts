import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from '@trainyard/files';
import { ensureAdmin, registerDatasetVersion, type Store } from '@trainyard/store';

export interface SampleDataset {
  name?: string;
  /** Recordings of each class; each bearing has `perBearing` of them. */
  bearings?: number;
  perBearing?: number;
  classes?: readonly string[];
  seconds?: number;
  /** Signals that can be drawn: a tone of `50 Hz × (1 + row)`; otherwise the file holds a few words. */
  tones?: boolean;
}

/** Rows of signed 16-bit numbers as numpy writes them. */
function npyOf(rows: number, n: number): Buffer {
  const text = `{'descr': '<i2', 'fortran_order': False, 'shape': (${rows}, ${n}), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`, 'latin1');
  const body = Int16Array.from({ length: rows * n }, (_, i) => {
    const [row, at] = [Math.floor(i / n), i % n];
    return Math.round(1000 * Math.sin((2 * Math.PI * 50 * (1 + row) * at) / rateHz));
  });
  const lead = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([lead, header, Buffer.from(body.buffer)]);
}

const rateHz = 1000;

/** A data set of recordings of bearings, in the form that an import leaves behind, registered under a name. */
export async function sampleDataset(
  { files: kept, store }: { files: Files; store: Store },
  sample: SampleDataset = {},
): Promise<{ name: string; digest: string }> {
  const {
    name = 'bearings',
    bearings = 4,
    perBearing = 3,
    classes = ['healthy', 'inner'],
    seconds = 2,
    tones,
  } = sample;
  const rows: string[] = ['sample_id,file,row,rate_hz,n,scale,label,bearing_id,load'];
  for (const label of classes) {
    for (let b = 0; b < bearings; b += 1) {
      for (let k = 0; k < perBearing; k += 1) {
        rows.push(
          `${label}-${b}-${k},data/all.npy,${rows.length - 1},${rateHz},${rateHz * seconds},0.001,${label},${label}${b},${k}`,
        );
      }
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-dataset-'));
  const words = `not read in these tests ${name} ${rows.length}`;
  const contents = new Map<string, string | Buffer>([
    ['index.csv', `${rows.join('\n')}\n`],
    ['data/all.npy', tones === true ? npyOf(rows.length - 1, rateHz * seconds) : words],
  ]);
  await mkdir(join(folder, 'data'));
  const files = [];
  for (const [path, text] of contents) {
    await writeFile(join(folder, path), text);
    files.push({ path, size: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') });
  }
  const manifest = {
    v: 1,
    kind: 'signals',
    files,
    label_column: 'label',
    unit_column: 'bearing_id',
    unit_columns: ['bearing_id'],
    condition_columns: ['load'],
    classes,
    rates_hz: [rateHz],
    channels: ['acceleration'],
    badge: 'SIMULATED',
    source: 'test',
    notes: [],
    splits: {},
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const registered = await kept.registerDataset(folder);
  await rm(folder, { recursive: true });
  const owner = await ensureAdmin(store);
  const samples = rows.length - 1;
  await store.begin((tx) =>
    registerDatasetVersion(tx, {
      name,
      ownerId: owner.id,
      digest: registered.digest,
      kind: 'signals',
      samples,
      size: registered.size,
      facts: {
        classes: classes.map((label) => ({ label, samples: bearings * perBearing, units: bearings })),
        units: [{ column: 'bearing_id', values: bearings * classes.length, physical: true }],
        rates_hz: [rateHz],
        seconds: { min: seconds, max: seconds, total: samples * seconds },
        conditions: ['load'],
        channels: ['acceleration'],
        badge: 'SIMULATED',
        notes: [],
      },
      manifest: { ...registered.manifest },
      location: registered.folder,
      runId: null,
    }),
  );
  return { name, digest: registered.digest };
}
