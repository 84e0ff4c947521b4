import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Section, section } from '@trainyard/contracts';
import { eventually, type Product, type StandIn, startProduct, startStandIn } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let product: Product;
let standIn: StandIn;
let scratch: string;

const seed = 'Classify the review.';
/** Half of the inputs are right under the seed, all where the labels are named too. */
const task = {
  expected: (input: string) => (input.includes('fine') ? 'positive' : 'negative'),
  requirements: [/Classify/, /negative or positive/],
};

function writeItems(): string {
  const path = join(scratch, 'sentiment.csv');
  const rows = Array.from({ length: 240 }, (_, i) => {
    const word = i % 2 === 0 ? 'fine' : 'poor';
    return `Review ${i} finds it ${word} in every way that matters,${task.expected(word)}`;
  });
  writeFileSync(path, `input,expected\n${rows.join('\n')}\n`);
  return path;
}

async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await product.trainyard(...args);
  expect(code, `trainyard ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-prompt-run-'));
  [product, standIn] = await Promise.all([startProduct(), startStandIn({ task, latencyMs: 40 })]);
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await standIn?.close();
  rmSync(scratch, { recursive: true, force: true });
}, 120_000);

async function sectionsOf(id: string): Promise<Section[]> {
  return (await product.client.call('listSections', { params: { id } })).items.map((one) => section.parse(one));
}

async function runOf(status: string) {
  return eventually(`a run that is ${status}`, async () => {
    const { items } = await product.client.call('listRuns', {
      query: { filter: 'trainer:prompt-optimizer', limit: 5 },
    });
    return items.find((run) => run.status === status);
  });
}

async function killTrainer(id: string, attempt: number): Promise<void> {
  const pid = await eventually(`the trainer of attempt ${attempt}`, async () => {
    const run = await product.client.call('getRun', { params: { id } });
    return run.attempt === attempt ? product.trainerPid(id).catch(() => null) : null;
  });
  process.kill(pid, 'SIGKILL');
}

it('without a language model, or with a prompt that is not there, a run is refused with every reason', async () => {
  await ok('dataset', 'add', writeItems(), '--name', 'sentiment');
  const start = ['run', 'start', 'prompt-optimizer', '--dataset', 'sentiment', '--set', 'prompt=classify'];
  const { code, stderr } = await product.trainyard(...start);
  expect(code).not.toBe(0);
  expect(stderr).toContain('no default for it');
  expect(stderr).toContain('There is no prompt "classify"');
});

it('a prompt is improved on a sealed test part although its trainer is killed twice, and no answered call is paid twice', async () => {
  const keyFile = join(scratch, 'key');
  writeFileSync(keyFile, standIn.key);
  await ok('provider', 'add', 'stand-in', '--kind', 'openai-compatible', '--url', standIn.url, '--key-file', keyFile);
  await ok('price', 'set', 'stand-in', '*', '--input', '1', '--output', '2');
  await ok('language-model', 'add', 'small', '--provider', 'stand-in', '--model', 'tiny-1', '--temperature', '0');
  await ok('language-model', 'default', 'primary', 'small');
  await ok('prompt', 'create', 'classify', '--system', seed);
  const follow = ok(
    ...['run', 'start', 'prompt-optimizer', '--dataset', 'sentiment', '--set', 'prompt=classify'],
    ...[
      '--set',
      'preflight=false',
      '--set',
      'budget.calls=700',
      '--set',
      'target=1',
      '--set',
      'budget.usd=5',
      '--follow',
    ],
  );
  const { id } = await runOf('running');
  await eventually('60 answers', () => standIn.metered.length > 60);
  await killTrainer(id, 1);
  const before = standIn.metered.length;
  await eventually('100 further answers', () => standIn.metered.length > before + 100);
  await killTrainer(id, 2);
  const told = await follow;
  const run = await product.client.call('getRun', { params: { id } });
  expect(run, told).toMatchObject({ status: 'completed', attempt: 3 });

  const { items: usage } = await product.client.call('sumLanguageUsage', { query: { by: 'role', run: id } });
  expect(usage).toMatchObject([{ group: 'primary', unpriced: 0 }]);

  const questions = standIn.metered.map(({ question }) => question);
  expect(new Set(questions).size).toBe(questions.length);
  expect(questions.length).toBeLessThanOrEqual(700);

  const found = await sectionsOf(id);
  const result = found.find((one) => one.type === 'metric-table' && one.title === 'Result');
  if (result?.type !== 'metric-table') throw new Error('there is no result card');
  const value = (name: string): number => Number(result.data.rows.find((row) => row.name === name)?.value);
  expect(result.notes[0]).toMatch(/^Improved: /);
  expect(value('cost')).toBeCloseTo(usage[0]?.cost_usd ?? 0, 9);
  expect(value('cost')).toBeGreaterThan(0);
  expect(value('test/winner')).toBe(1);
  expect(value('test/seed')).toBeLessThan(0.75);
  expect(found.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      'Verdict',
      'Steps',
      'Candidates that race',
      'Budget',
      'Candidates',
      'Score per iteration',
      'Lineage',
      'Calls and cost',
      'Best prompt so far',
    ]),
  );

  const { items: versions } = await product.client.call('listPromptVersions', { params: { name: 'classify' } });
  expect(versions.length).toBeGreaterThan(1);
  const first = versions.find(({ version }) => version === 1);
  expect(first).toMatchObject({ current: true, origin: 'human' });
  for (const version of versions.filter(({ version: number }) => number > 1)) {
    expect(version).toMatchObject({ origin: 'scripted', run: { id }, current: false });
    expect(version.parents.length).toBe(1);
  }
  const record = await product.client.call('getRunConfig', { params: { id } });
  expect(record).toMatchObject({
    language_models: { primary: { name: 'small' } },
    prompt: { name: 'classify', version: 1 },
  });
});

it('a server that is killed in the middle is waited for: at most the calls under way are asked again', async () => {
  await ok('prompt', 'create', 'sort', '--system', 'Classify each review.');
  const from = standIn.metered.length;
  const { id } = await product.client.call('createRun', {
    body: {
      trainer: 'prompt-optimizer',
      dataset: 'sentiment',
      config: {
        prompt: 'sort',
        preflight: false,
        strategy: 'five-step',
        'budget.calls': 500,
        iterations: 2,
        target: 1,
      },
    },
  });
  await eventually('80 answers', () => standIn.metered.length > from + 80);
  product.kill('server');
  const run = await eventually(
    'the end of the run',
    async () => {
      const seen = await product.client.call('getRun', { params: { id } }).catch(() => null);
      return seen !== null && seen.ended_at !== null ? seen : null;
    },
    200_000,
  );
  expect(run, run.reason?.message).toMatchObject({ status: 'completed', attempt: 1 });
  const questions = standIn.metered.slice(from).map(({ question }) => question);
  expect(questions.length - new Set(questions).size).toBeLessThanOrEqual(4);
});

it('a key that is revoked in the middle pauses the run, which says why and goes on after the repair', async () => {
  await ok('prompt', 'create', 'judge', '--system', 'Classify this review.');
  const { client } = product;
  const from = standIn.metered.length;
  const config = { prompt: 'judge', preflight: false, 'budget.calls': 400, iterations: 1, target: 1 };
  const { id } = await client.call('createRun', {
    body: { trainer: 'prompt-optimizer', dataset: 'sentiment', config },
  });
  await eventually('40 answers', () => standIn.metered.length > from + 40);
  standIn.changeKey('sk-of-somebody-else');
  const paused = await eventually('the pause', async () => {
    const run = await client.call('getRun', { params: { id } });
    return run.status === 'paused' ? run : null;
  });
  expect(paused.reason?.message).toContain('stand-in refuses its key');
  const before = standIn.metered.length;
  await client.call('patchProvider', { params: { provider: 'stand-in' }, body: { key: 'sk-of-somebody-else' } });
  const run = await eventually('the end', async () => {
    const seen = await client.call('getRun', { params: { id } });
    return seen.ended_at === null ? null : seen;
  });
  expect(run, run.reason?.message).toMatchObject({ status: 'completed', attempt: 2 });
  expect(standIn.metered.length).toBeGreaterThan(before);
  const questions = standIn.metered.slice(from).map(({ question }) => question);
  expect(new Set(questions).size).toBe(questions.length);
});

it('a preflight alone gives its three answers and ends', async () => {
  const before = standIn.metered.length;
  await ok(
    'run',
    'start',
    'prompt-optimizer',
    '--preset',
    'preflight',
    '--dataset',
    'sentiment',
    '--set',
    'prompt=classify',
    '--follow',
  );
  expect(standIn.metered.length - before).toBeLessThanOrEqual(160);
  const { items } = await product.client.call('listRuns', { query: { filter: 'trainer:prompt-optimizer', limit: 5 } });
  const [run] = items;
  const preflight = (await sectionsOf(run?.id ?? '')).find(({ title }) => title === 'Preflight');
  expect(preflight).toMatchObject({
    type: 'summary',
    data: {
      rows: [
        { label: 'Noise', value: expect.stringMatching(/^Asked again, 0 of 20 items got another score/) },
        { label: 'Headroom', value: expect.stringMatching(/headroom/i) },
        { label: 'Budget', value: expect.stringMatching(/calls pay for about [0-9]+ full passes/) },
        { label: 'Why it ended', value: 'Only the preflight was asked for.' },
      ],
    },
  });
});
