import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { OnnxSessions } from '../apps/server/src/classify/onnx-sessions.ts';
import { type Figure, median, percentile, publish } from './report.ts';
import { makeDemo } from './signals/demo.ts';
import { families } from './signals/families.ts';
import { TrainerRunner } from './signals/run-trainer.ts';

/**
 * `npm run bench networks`: what each network costs. Its Quick test preset from start to end on the generated set, split
 * by rig as the product's defaults do; a step beside the same step in a loop written by hand; its ONNX file in onnxruntime-node
 * beside PyTorch on 1,000 windows; size and time of one window. `BENCH_NETWORKS=signal-cnn,…` takes only some.
 */
const root = path.resolve(import.meta.dirname, '..');
const windowsAsked = 1000;
const timedWindows = 200;

const only = process.env.BENCH_NETWORKS?.split(',');
const networks = families(root).filter((one) => one.validates && (only === undefined || only.includes(one.id)));
const runner = await TrainerRunner.open(root);
const data = await makeDemo(runner, path.join(root, 'benchmarks/results/signals-demo'));
const rigs = [...new Set(data.recordings.map((one) => one.unit))].sort();
const partOf = (unit: string): 'train' | 'validation' | 'test' => {
  const share = (rigs.indexOf(unit) + 1) / rigs.length;
  if (share <= 0.7) return 'train';
  return share <= 0.85 ? 'validation' : 'test';
};
const parts = new Map(data.recordings.map((one) => [one.id, partOf(one.unit)] as const));
const split = { name: '70 / 15 / 15 by rig', parts };
const scratch = mkdtempSync(path.join(tmpdir(), 'trainyard-bench-networks-'));
const script = path.join(root, 'benchmarks/signals/beside_pytorch.py');
const figures: Figure[] = [];
const raw: Record<string, Measured> = {};

interface Measured {
  seconds: number;
  step: { pack: number[]; bare: number[] };
  difference: number;
  latenciesMs: number[];
  bytes: number;
}

function page(all: Record<string, Measured>): string {
  const rows = Object.entries(all).map(([id, { seconds, step, difference, latenciesMs, bytes }]) => {
    const [pack, bare] = [1000 * Math.min(...step.pack), 1000 * Math.min(...step.bare)];
    const cells = [
      id,
      `${seconds.toFixed(0)} s`,
      `${pack.toFixed(1)} / ${bare.toFixed(1)} ms (${(pack / bare).toFixed(3)})`,
      difference.toExponential(1),
      `${median(latenciesMs).toFixed(2)} / ${percentile(latenciesMs, 0.95).toFixed(2)} ms`,
      `${(bytes / 1e6).toFixed(2)} MB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# What each network costs

Written by \`npm run bench networks\` on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); do not edit.

The Quick test preset of every network on the generated set (nine rigs to train, two to validate, two to test). A step is
timed beside the same step in a loop written by hand; both loops must end at the same weights bit for bit. The ONNX file
is compared with PyTorch on ${windowsAsked} windows in the server's own runtime, where one window is timed too.

| network | whole run (promise: 60 s) | step here / bare (promise: 1.03) | ONNX from PyTorch (promise: 1e-4) | one window, median / p95 | ONNX file |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function floats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** The trained file in the server's own runtime: the largest difference from PyTorch, and ms for one window. */
async function deployed(folder: string): Promise<Pick<Measured, 'difference' | 'latenciesMs' | 'bytes'>> {
  const takes: { channels: number; window_samples: number } = JSON.parse(
    readFileSync(path.join(folder, 'takes.json'), 'utf8'),
  );
  const [windows, expected] = ['windows.f32', 'scores.f32'].map((name) => floats(path.join(folder, name)));
  if (windows === undefined || expected === undefined) throw new Error('no windows were scored');
  const file = { path: path.join(folder, 'model.onnx'), sha256: folder };
  const values = takes.channels * takes.window_samples;
  const count = windows.length / values;
  const shape = { channels: takes.channels, samples: takes.window_samples, classes: expected.length / count };
  const sessions = new OnnxSessions();
  const said = (await sessions.scores(file, windows, shape)).flatMap((row) => [...row]);
  const difference = said.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? Number.NaN))),
    0,
  );
  if (said.length !== expected.length || count !== windowsAsked) throw new Error(`${count} windows were compared`);
  const latenciesMs: number[] = [];
  for (let at = 0; at < timedWindows; at += 1) {
    const began = performance.now();
    await sessions.scores(file, windows.subarray(at * values, (at + 1) * values), shape);
    latenciesMs.push(performance.now() - began);
  }
  return { difference, latenciesMs, bytes: statSync(file.path).size };
}

try {
  for (const { id } of networks) {
    const folder = path.join(scratch, id);
    mkdirSync(folder);
    const began = performance.now();
    // As in the product: its own windows and its ONNX file, on the two threads that the manifest asks for.
    const request = { trainer: id, preset: 'quick', set: {}, seed: 0, data: data.folder, split };
    await runner.run({ ...request, output: folder, threads: 2 });
    const seconds = (performance.now() - began) / 1000;
    const ask = async (what: string): Promise<void> => {
      const args = [script, what, '--dataset', data.folder, '--config', path.join(folder, 'config.json')];
      await runner.spawn(id, [...args, '--folder', folder], folder, 2);
    };
    await ask('step');
    await ask('score');
    const step: Measured['step'] = JSON.parse(readFileSync(path.join(folder, 'step.json'), 'utf8'));
    const { difference, latenciesMs, bytes } = await deployed(folder);
    // The fastest epoch of each: what else the machine does only ever adds.
    const [pack, bare] = [Math.min(...step.pack), Math.min(...step.bare)];
    figures.push(
      { what: `${id}: Quick test, whole run`, value: seconds, unit: 's', limit: { at: 'most', value: 60 } },
      {
        what: `${id}: a step beside a bare loop`,
        value: pack / bare,
        unit: 'times',
        limit: { at: 'most', value: 1.03 },
        peer: `bare PyTorch ${(1000 * bare).toFixed(1)} ms, here ${(1000 * pack).toFixed(1)} ms`,
      },
      {
        what: `${id}: ONNX from PyTorch, ${windowsAsked} windows`,
        value: difference,
        unit: 'at most apart',
        limit: { at: 'most', value: 1e-4 },
      },
      {
        what: `${id}: one window, median`,
        value: median(latenciesMs),
        unit: 'ms',
        limit: null,
        peer: `p95 ${percentile(latenciesMs, 0.95).toFixed(1)} ms`,
      },
      { what: `${id}: ONNX file`, value: bytes / 1e6, unit: 'MB', limit: null },
    );
    raw[id] = { seconds, step, difference, latenciesMs, bytes };
    console.log(
      `${id}: ${seconds.toFixed(1)} s, step ${(pack / bare).toFixed(3)} times a bare one, ONNX ${difference.toExponential(1)} apart`,
    );
  }
  publish('networks', figures, raw);
  if (only === undefined) writeFileSync(path.join(root, 'docs/benchmarks/networks.md'), page(raw));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
