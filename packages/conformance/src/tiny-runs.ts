import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrozenRun, Run, Section, Task } from '@trainyard/contracts';

function idOf(number: number): string {
  return `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;
}

const at = (second: number): string => new Date(Date.UTC(2026, 0, 5, 9, 0, second)).toISOString();

function runOf(number: number): Run {
  const id = idOf(number);
  return {
    id,
    number,
    name: `conformance run ${number} <b>“ж” 試</b>`,
    experiment: { id: idOf(900), number: 1, name: 'conformance' },
    executor: 'worker',
    trainer: 'conformance',
    preset: null,
    status: 'completed',
    priority: 'normal',
    dataset: { name: 'conformance', version: 1, digest: 'd'.repeat(64) },
    split: { by: 'window', note: 'upper bound: same unit on both sides' },
    owner: { id: idOf(901), name: 'conformance' },
    tags: {},
    notes: '',
    seed: 0,
    threads: 1,
    gpus: 0,
    time_limit_s: 60,
    progress: {
      fraction: 1,
      step: null,
      total_steps: null,
      epoch: 3,
      total_epochs: 3,
      phase: null,
      message: null,
      eta_s: null,
      expected_at: null,
    },
    metrics: { 'test/accuracy': 0.8 + number / 100, 'test/ratio': 'NaN' },
    reason: { code: 'done', message: 'The trainer finished.', hint: null, detail: {} },
    attempt: 1,
    retries: 0,
    pending: [],
    worker: null,
    continued_from: null,
    parent_id: null,
    badge: 'SIMULATED',
    kept: false,
    deleted_at: null,
    last_seq: 9,
    created_at: at(0),
    queued_at: at(0),
    started_at: at(1),
    ended_at: at(31),
    running_s: 30,
  };
}

const frozen: FrozenRun = {
  v: 1,
  trainer: { id: 'conformance', code_digest: 'c'.repeat(64), git_commit: null, environment: 'none', lock_digest: null },
  preset: null,
  config: { epochs: 3, model: { width: 8 } },
  origin: { epochs: 'set', 'model.width': 'default' },
  dataset: { name: 'conformance', version: 1, digest: 'd'.repeat(64) },
  split: {
    digest: 'e'.repeat(64),
    by: 'window',
    note: 'upper bound: same unit on both sides',
    companion_digest: null,
    sizes: { train: 70, validation: 15, test: 15 },
    not_scored: [],
  },
  seed: 0,
  resources: { threads: 1, gpus: 0 },
  time_limit_s: 60,
};

function sectionsOf(number: number): Section[] {
  const accuracy = { value: 0.8 + number / 100, low: 0.7, high: 0.95 };
  return [
    {
      type: 'metric-table',
      title: 'Scores on the test part',
      notes: ['95 % intervals by Wilson.'],
      data: {
        rows: [
          {
            name: 'accuracy',
            label: 'Accuracy',
            ...accuracy,
            unit: '',
            better: 'higher',
            note: 'upper bound: same unit on both sides',
          },
          { name: 'ratio', value: 'NaN', low: null, high: null, unit: '', better: 'none', note: null },
        ],
      },
    },
    {
      type: 'confusion-matrix',
      title: 'Confusion matrix',
      notes: [],
      data: {
        labels: ['fine', 'worn'],
        counts: [
          [9, 1],
          [2, 8],
        ],
        accuracy,
      },
    },
  ];
}

/** Runs that a trainer reads, as folders of the kind that a worker writes. */
export async function writeTinyRuns(folder: string, count: number): Promise<Task['runs']> {
  const runs: Task['runs'] = [];
  for (let number = 1; number <= count; number += 1) {
    const run = runOf(number);
    const own = join(folder, String(number));
    await mkdir(join(own, 'files'), { recursive: true });
    const write = (name: string, value: unknown): Promise<void> => writeFile(join(own, name), JSON.stringify(value));
    const points = [0.9, 0.5, 0.4].map((value, step) => [step, value, 1_790_000_000_000 + step]);
    await write('run.json', run);
    await write('config.json', frozen);
    await write('sections.json', sectionsOf(number));
    await write('history.json', {
      v: 1,
      series: [{ key: 'train/loss', total: 3, points, buckets: null }],
      left_out: 0,
    });
    await write('attempts.json', []);
    await write('circumstances.json', null);
    await write('best-earlier.json', null);
    await write('files.json', []);
    runs.push({ id: run.id, number, name: run.name, folder: own });
  }
  return runs;
}
