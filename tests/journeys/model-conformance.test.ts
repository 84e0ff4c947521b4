import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTrainer, reportText } from '@trainyard/conformance';
import { readSettings } from '@trainyard/settings';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeModelTrainers } from './dashboard/model-trainers.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-model-conformance-'));
  writeModelTrainers(home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

it('a trainer that takes models is checked with models that other trainers make for it', async () => {
  const settings = readSettings({ ...process.env, TRAINYARD_HOME: home });
  const said: string[] = [];
  const report = await checkTrainer(join(home, 'trainers/combine'), {
    settings,
    onProgress: (message) => said.push(message),
  });
  expect(report.passed, reportText(report)).toBe(true);
  expect(said).toContain('Model 2 of 2, by sign');
});
