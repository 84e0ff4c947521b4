import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTrainer, reportText } from '@trainyard/conformance';
import { readSettings } from '@trainyard/settings';
import { testCache } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const trainers = join(import.meta.dirname, '../../trainers');
const seed = Math.floor(Math.random() * 2 ** 31);
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-random-home-'));
  await mkdir(join(testCache(), 'environments'), { recursive: true });
  await symlink(join(testCache(), 'environments'), join(home, 'environments'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const places = [
  'signals/signal-lab',
  'signals/signal-features',
  'signal-nets/signal-cnn',
  'signal-nets/signal-resnet',
  'signal-nets/signal-transformer',
  'signal-nets/signal-spectrogram',
  'signal-nets/signal-physics',
];

describe(`random configurations that pass the check (seed ${seed})`, () => {
  for (const place of places) {
    it(`${place} runs them to their end`, async () => {
      const settings = readSettings({ ...process.env, TRAINYARD_HOME: home });
      const report = await checkTrainer(join(trainers, place), { settings, random: { count: 8, seed } });
      expect(report.passed, reportText(report)).toBe(true);
    });
  }
});
