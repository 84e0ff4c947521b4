import { expect, it } from 'vitest';
import { sampleRun } from '../../run/live/sample-run.ts';
import { runFacts } from './run-facts.ts';

const progress = { ...sampleRun().progress, epoch: 12, total_epochs: 30, step: 120, total_steps: 300 };

it('tells epochs, the best of them, losses before scores, and the time an epoch took', () => {
  const metrics = { 'validation/accuracy': 0.91, 'train/loss': 0.2, 'validation/loss': 0.4, 'system/cpu_percent': 3 };
  const run = { ...sampleRun(), progress, metrics, running_s: 24 };
  const facts = runFacts(run, [
    { epoch: 12, step: 120, best: false },
    { epoch: 9, step: 90, best: true },
  ]);
  expect(facts).toEqual([
    ['Epochs', '12 of 30'],
    ['Best epoch', '9'],
    ['Val loss', '0.4000'],
    ['Train loss', '0.2000'],
    ['Val accuracy', '91.00\u202f%'],
    ['Duration', '24 s'],
    ['Per epoch', '2 s'],
  ]);
});

it('leaves out what is not known', () => {
  const unknown = { ...progress, epoch: null, total_epochs: null, step: null };
  expect(runFacts({ ...sampleRun(), progress: unknown, metrics: {}, running_s: 0 }, [])).toEqual([]);
});
