import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConformanceReport, checkTrainer, reportText, scaffoldTrainer } from '@trainyard/conformance';
import { readSettings } from '@trainyard/settings';
import { testCache } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';

const trainers = join(import.meta.dirname, '../../trainers');
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-conformance-home-'));
  // Environments are large: they are shared with the other tests.
  await mkdir(join(testCache(), 'environments'), { recursive: true });
  await symlink(join(testCache(), 'environments'), join(home, 'environments'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function check(folder: string): Promise<ConformanceReport> {
  return checkTrainer(folder, { settings: readSettings({ ...process.env, TRAINYARD_HOME: home }) });
}

function statusOf(report: ConformanceReport): Record<string, string> {
  return Object.fromEntries(report.checks.map((one) => [one.id, one.status]));
}

/** An environment that cannot be installed here: skipped aloud at home, a failure where it could be had. */
function skipWithoutEnvironment(report: ConformanceReport, context: TestContext): void {
  const fault = report.checks.find((one) => one.id === 'straight' && one.detail.includes('environment-failed'));
  if (fault === undefined || process.env.CI === 'true') return;
  console.warn(`SKIPPED: ${report.trainer}: ${fault.detail}`);
  context.skip();
}

describe('the trainers that come with the product', () => {
  // The other networks share the loop of these; the expensive lane checks every one.
  const exact = [
    'signals/signal-lab',
    'signals/signal-features',
    'signal-nets/signal-cnn',
    'signal-nets/signal-resnet',
    'prompts/prompt-optimizer',
  ];
  for (const place of exact) {
    it(`${place} goes on exactly after a pause and after kill -9`, async (context) => {
      const report = await check(join(trainers, place));
      skipWithoutEnvironment(report, context);
      expect(report.passed, reportText(report)).toBe(true);
      expect(report.badge).toBe('exact');
      expect(statusOf(report)).toMatchObject({ straight: 'passed', pause: 'passed', kill: 'passed', cancel: 'passed' });
    });
  }

  for (const place of ['core/script', 'core/dataset-import', 'core/report', 'signal-nets/signal-ensemble']) {
    it(`${place} passes and begins again after kill -9`, async (context) => {
      const report = await check(join(trainers, place));
      skipWithoutEnvironment(report, context);
      expect(report.passed, reportText(report)).toBe(true);
      expect(report.badge).toBe('restarts');
    });
  }
});

describe('a trainer made by "trainyard trainer new"', () => {
  async function made(name: string, change: (text: string) => string, file = 'train.py'): Promise<ConformanceReport> {
    const folder = join(home, 'trainers', name);
    await scaffoldTrainer(name, folder);
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    const changed = change(text);
    await writeFile(path, changed);
    const report = await check(folder);
    // A planted fault that found nothing to change would prove nothing.
    expect(changed !== text || name === 'untouched').toBe(true);
    return report;
  }
  const detailOf = (report: ConformanceReport): string =>
    report.checks
      .filter((one) => one.status === 'failed')
      .map((one) => one.detail)
      .join('\n');

  it('passes as it is', async () => {
    const report = await made('untouched', (text) => text);
    expect(report.passed, reportText(report)).toBe(true);
    expect(report.badge).toBe('exact');
  });

  it('is found out when its checkpoint leaves a random generator out', async () => {
    const report = await made('forgetful', (text) => text.replace(', shuffler=shuffler', ''));
    expect(report.passed).toBe(false);
    expect(detailOf(report)).toMatch(
      /the result differs: .*Two straight runs are alike: the checkpoint lacks something/s,
    );
  });

  it('is found out when it is not seeded', async () => {
    const report = await made('unseeded', (text) => text.replace('random.Random(run.seed + 1)', 'random.Random()'));
    expect(detailOf(report)).toMatch(/Two straight runs differ as well: is everything seeded\?/);
  });

  it('is found out when it does not produce what its manifest says', async () => {
    const report = await made('empty-handed', (text) => text.replace('[model]', '[model, onnx]'), 'trainer.yaml');
    expect(detailOf(report)).toMatch(/says that it produces a onnx, but none was announced/);
  });

  it('is found out when a rule of its manifest is broken, with the rule and why', async () => {
    const report = await made('misruled', (text) => text.replace('<= self.points', '<= self.point'), 'trainer.yaml');
    expect(detailOf(report)).toContain('there is no parameter "point". Did you mean "self.points"?');
  });
});
