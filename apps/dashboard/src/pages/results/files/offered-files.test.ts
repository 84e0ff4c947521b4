import { expect, it } from 'vitest';
import { sampleRun } from '../../run/live/sample-run.ts';
import { offeredFiles, replayWords } from './offered-files.ts';

const files = [
  { path: 'x/history.json', kind: 'history', meta: {} },
  { path: 'model.onnx', kind: 'onnx', meta: { largest_difference: 0.00001, replayed_samples: 256 } },
  { path: 'model.pt', kind: 'model', meta: { format: 'torch' } },
];

it('the model comes first, and an exported one with what its replay found', () => {
  const offered = offeredFiles(sampleRun({ number: 7 }), files, (path) => `/f/${path}`);
  expect(offered.map(({ label }) => label)).toEqual([
    'Model',
    'ONNX model',
    'Configuration',
    'History',
    'TensorBoard',
    'Log',
  ]);
  expect(offered[0]).toEqual({ label: 'Model', note: 'model.pt, torch', address: '/f/model.pt' });
  expect(offered[1]?.note).toBe('model.onnx, replayed on 256 samples: scores differ by at most 1.00e-5');
});

it('a run of an outside program has no configuration to take away', () => {
  const labels = offeredFiles(sampleRun({ executor: 'external' }), [], String).map(({ label }) => label);
  expect(labels).toEqual(['History', 'TensorBoard', 'Log']);
});

it('says nothing of a replay that there was not', () => {
  expect(replayWords({})).toBeNull();
});
