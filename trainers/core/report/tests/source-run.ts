import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrozenRun, Run, Section } from '@trainyard/contracts';
import type { BestEarlier } from '../src/best-earlier.ts';

/** A little-endian float64 .npy file of one dimension. */
export function npyOf(values: readonly number[]): Buffer {
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117);
  const header = Buffer.alloc(10);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(head.length + 1, 8);
  const numbers = Buffer.alloc(values.length * 8);
  for (const [i, value] of values.entries()) numbers.writeDoubleLE(value, i * 8);
  return Buffer.concat([header, Buffer.from(`${head}\n`, 'latin1'), numbers]);
}

const dataset = { name: 'bearings', version: 2, digest: 'd'.repeat(64) };
const frozen: FrozenRun = {
  v: 1,
  trainer: { id: 'sample', code_digest: 'c'.repeat(64), git_commit: null, environment: 'none', lock_digest: null },
  preset: null,
  config: { epochs: 4, model: { width: 8 } },
  origin: { epochs: 'set', 'model.width': 'default' },
  dataset,
  split: {
    digest: 'e'.repeat(64),
    by: 'unit',
    note: null,
    companion_digest: null,
    sizes: { train: 70, validation: 15, test: 15 },
    not_scored: [],
  },
  seed: 3,
  resources: { threads: 2, gpus: 0 },
  time_limit_s: 600,
};

const sections: Section[] = [
  { type: 'summary', title: 'About', notes: [], data: { rows: [{ label: 'Model', value: 'a small one' }] } },
  {
    type: 'failure-cases',
    title: 'Failures',
    notes: [],
    data: {
      cases: [
        {
          sample_id: 'w#1',
          truth: 'fine',
          prediction: 'worn',
          confidence: 0.9,
          error_type: 'fine taken for worn',
          scores: { fine: 0.1, worn: 0.9 },
          signal: { file: 'signals/w.npy', rate_hz: 1000, unit: 'g', channels: [] },
        },
      ],
    },
  },
];

function runOf(number: number, changes: Partial<Run>): Partial<Run> {
  return {
    id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    number,
    name: `run ${number}`,
    experiment: { id: '01900000-0000-7000-8000-000000000900', number: 1, name: 'all of it' },
    trainer: 'sample',
    preset: 'quick',
    status: 'completed',
    dataset,
    split: { by: 'unit', note: null },
    owner: { id: '01900000-0000-7000-8000-000000000901', name: 'Ada' },
    notes: '',
    metrics: { 'test/accuracy': 0.75 },
    reason: null,
    badge: null,
    attempt: 1,
    gpus: 0,
    started_at: '2026-02-03T04:05:06Z',
    ended_at: '2026-02-03T04:06:06Z',
    running_s: 61,
    ...changes,
  };
}

export interface SourceChanges {
  run?: Partial<Run>;
  sections?: Section[];
  loss?: (number | string)[];
  bestEarlier?: BestEarlier;
}

/** The folder of a run as the host writes it. */
export function writeRun(folder: string, number: number, changes: SourceChanges): void {
  mkdirSync(join(folder, 'files/signals'), { recursive: true });
  const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
  const loss = changes.loss ?? [3, 2, 1];
  const points = (values: readonly (number | string)[]) => values.map((value, step) => [step, value, 0]);
  write('run.json', runOf(number, changes.run ?? {}));
  write('config.json', frozen);
  write('sections.json', changes.sections ?? sections);
  write('history.json', {
    v: 1,
    series: [
      { key: 'system/cpu', total: 3, points: points([1, 2, 3]), buckets: null },
      { key: 'train/loss', total: loss.length, points: points(loss), buckets: null },
      {
        key: 'validation/loss',
        total: 4000,
        points: null,
        buckets: [
          [0, 1, 99, 2, 2000],
          [2000, 1, 2, 1.5, 2000],
        ],
      },
    ],
    left_out: 0,
  });
  write('attempts.json', [
    {
      attempt: 1,
      worker: 'w1',
      host: 'h1',
      started_at: '2026-02-03T04:05:06Z',
      ended_at: null,
      end: null,
      resumed_from: null,
      retry: false,
      versions: {},
    },
  ]);
  write('circumstances.json', {
    host: 'h1',
    processor: 'P',
    cores: 2,
    memory_bytes: 8e9,
    system: 'Linux',
    node: '24.0.0',
    versions: { node: '24.0.0' },
    devices: [],
  });
  write('best-earlier.json', changes.bestEarlier ?? null);
  write('files.json', [
    {
      path: 'model.bin',
      kind: 'model',
      size: 1500,
      sha256: 'a'.repeat(64),
      meta: {},
      created_at: '2026-02-03T04:06:06Z',
    },
  ]);
  writeFileSync(
    join(folder, 'files/signals/w.npy'),
    npyOf(Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? -1 : 1))),
  );
}
