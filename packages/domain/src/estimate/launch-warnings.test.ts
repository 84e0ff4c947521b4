import { describe, expect, it } from 'vitest';
import { bytesText, type LaunchFacts, launchWarnings } from './launch-warnings.ts';

const calm: LaunchFacts = {
  workers: [{ slots: 2, busy: 0, gpus: 0, runs: [] }],
  waiting: 0,
  gpus: 0,
  environment: { id: 'torch', installed: true, size_bytes: 1_900_000_000 },
  checkpoint_bytes: null,
  free_bytes: 50e9,
  reserve_bytes: 2e9,
  split: { note: null, not_scored: [] },
};
const told = (changes: Partial<LaunchFacts>): string[] =>
  launchWarnings({ ...calm, ...changes }).map(({ code, message }) => `${code}: ${message}`);

describe('warnings before a launch', () => {
  it('are none where all is well', () => {
    expect(told({})).toEqual([]);
  });

  it('name the runs that hold the slots, and how many wait', () => {
    const workers = [{ slots: 2, busy: 2, gpus: 0, runs: [12, 13] }];
    expect(told({ workers })).toEqual(['no-slot: Both slots are busy with #12 and #13; it starts when one is free.']);
    expect(told({ workers, waiting: 3 })[0]).toContain('after 3 runs that wait before it');
    expect(told({ waiting: 2 })[0]).toContain('The free slots are spoken for');
    expect(told({ workers: [] })[0]).toContain('no-worker: No worker takes runs now');
  });

  it('tell of GPUs that nobody has', () => {
    expect(told({ gpus: 1 })).toEqual([
      'no-gpu: The run asks for 1 GPU, but no worker has one: it waits until one does.',
    ]);
    expect(told({ gpus: 1, workers: [{ slots: 1, busy: 0, gpus: 1, runs: [] }] })).toEqual([]);
  });

  it('count the checkpoints against the free disk', () => {
    expect(told({ checkpoint_bytes: 47e9 })).toEqual([]);
    expect(told({ checkpoint_bytes: 49e9 })).toEqual([
      'disk-low: The disk is low: 50 GB are free, its checkpoints take about 49 GB, and 2 GB are to stay free.',
    ]);
  });

  it('tell the size of what is installed first', () => {
    const environment = { id: 'torch', installed: false, size_bytes: 1_900_000_000 };
    expect(told({ environment })[0]).toContain('The environment "torch" (about 1.9 GB) is not installed yet');
  });

  it('tell what the split does to the score', () => {
    const split = { note: 'upper bound: same unit on both sides', not_scored: ['ball', 'cage'] };
    expect(told({ split }).map((text) => text.slice(0, 40))).toEqual([
      'upper-bound: The score will flatter (upp',
      'not-scored: The classes "ball" and "cage',
    ]);
  });

  it('write sizes as people read them', () => {
    expect([0, 999, 1500, 123_456_789].map(bytesText)).toEqual(['0 bytes', '999 bytes', '1.5 kB', '123 MB']);
  });
});
