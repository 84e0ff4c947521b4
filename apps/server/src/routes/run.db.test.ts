import { mkdir, readFile, stat } from 'node:fs/promises';
import type { Client } from '@trainyard/api-client';
import type { RunSpec } from '@trainyard/contracts';
import { bury, claim, finish, recordCheckpoint, registerWorker } from '@trainyard/queue/work';
import { getSplit, newId, supersedePoints } from '@trainyard/store';
import { aWorkerSpec, fenceOf } from '@trainyard/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sampleDataset } from '../dataset.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
  await sampleDataset(server.parts);
});
afterAll(() => server.end());

const script = { trainer: 'script', config: { command: ['true'] } };
const cnn = (config: RunSpec['config'] = {}) => ({ trainer: 'signal-cnn', dataset: 'bearings', config });

async function issuesOf(
  body: Parameters<typeof client.call<'createRun'>>[1] extends { body: infer B } | undefined ? B : never,
) {
  const failed = await client.call('createRun', { body }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: 'config-invalid', status: 422 });
  return failed instanceof Error && 'issues' in failed ? failed.issues : [];
}

describe('submitting a run', () => {
  it('answers with id, number, status and a name that says what it is', async () => {
    const run = await client.call('createRun', { body: { ...cnn(), preset: 'quick', seed: 7 } });
    expect(run).toMatchObject({
      status: 'queued',
      name: 'signal-cnn quick on bearings',
      seed: 7,
      badge: 'SIMULATED',
      dataset: { name: 'bearings', version: 1 },
      split: { by: 'unit', note: null },
      owner: { name: 'admin' },
    });
    expect(await client.call('getRun', { params: { id: String(run.number) } })).toMatchObject({ id: run.id });
  });

  it('freezes everything that a repeat needs, and gives it as YAML', async () => {
    const run = await client.call('createRun', { body: { ...cnn({ 'split.seed': 3 }), threads: 2 } });
    const frozen = await client.call('getRunConfig', { params: { id: run.id } });
    expect(frozen.origin['split.seed']).toBe('set');
    expect(frozen.resources).toEqual({ threads: 2, gpus: 0 });
    expect(frozen.trainer.code_digest).toMatch(/^[0-9a-f]{64}$/);
    expect(frozen.dataset?.digest).toMatch(/^[0-9a-f]{64}$/);
    const yaml = await (await client.download(`/api/v1/runs/${run.id}/config.yaml`)).text();
    expect(parse(yaml)).toEqual(frozen);
  });

  it('tells a wrong data set, and a wrong unit of the split, once and without what only follows from it', async () => {
    expect(await issuesOf({ ...cnn(), dataset: 'nope' })).toMatchObject([{ path: 'dataset' }]);
    expect(await issuesOf(cnn({ 'split.by': 'wheel' }))).toMatchObject([{ path: 'split.by' }]);
  });

  it('makes the split before any trainer starts: every bearing on one side', async () => {
    const run = await client.call('createRun', { body: cnn() });
    const { split } = await client.call('getRunConfig', { params: { id: run.id } });
    const stored = await getSplit(server.database.store, split?.digest ?? '');
    const text = await readFile(stored?.location ?? '', 'utf8');
    const partsOf = new Map<string, Set<string>>();
    for (const line of text.trim().split('\n').slice(1)) {
      const [id = '', part = ''] = line.split(',');
      const bearing = id.slice(0, id.lastIndexOf('-'));
      partsOf.set(bearing, (partsOf.get(bearing) ?? new Set()).add(part));
    }
    expect(partsOf.size).toBe(8);
    expect([...partsOf.values()].every((parts) => parts.size === 1)).toBe(true);
  });

  it('says that a split by window flatters, and keeps the honest one beside it', async () => {
    const run = await client.call('createRun', { body: cnn({ 'split.by': 'window' }) });
    expect(run.split).toEqual({ by: 'window', note: 'upper bound: same unit on both sides' });
    const { split } = await client.call('getRunConfig', { params: { id: run.id } });
    const companion = await getSplit(server.database.store, split?.companion_digest ?? '');
    expect(companion?.by).toBe('unit');
    await expect(readFile(companion?.location ?? '', 'utf8')).resolves.toContain('sample_id,part');
  });

  it('tells every problem at once: sums, sizes, unknown keys, the data set', async () => {
    const sums = await issuesOf(cnn({ 'split.train': 65, 'split.validation': 15, 'split.test': 15, learning_rat: 1 }));
    expect(JSON.stringify(sums)).toContain('Train + validation + test must sum to 100 % (got 95)');
    expect(JSON.stringify(sums)).toMatch(/learning_rat/);
    const unknown = await issuesOf({ ...cnn(), dataset: 'bearingss' });
    expect(JSON.stringify(unknown)).toContain('There is no data set');
    const none = await issuesOf({ trainer: 'signal-cnn', config: {} });
    expect(JSON.stringify(none)).toContain('A data set of kind signals is needed');
    const by = await issuesOf(cnn({ 'split.by': 'bearing' }));
    expect(JSON.stringify(by)).toContain('Did you mean \\"bearing_id\\"?');
  });

  it('checks a configuration without submitting, with the same words', async () => {
    const before = (await client.call('listRuns', { query: {} })).total;
    const checked = await client.call('checkConfig', {
      params: { trainer: 'signal-cnn' },
      body: { dataset: 'bearings', config: { 'split.train': 60 } },
    });
    expect(checked.issues.map((issue) => issue.message)).toContain(
      'Train + validation + test must sum to 100 % (got 90)',
    );
    const good = await client.call('checkConfig', { params: { trainer: 'signal-cnn' }, body: { dataset: 'bearings' } });
    expect(good.issues).toEqual([]);
    expect(good.facts?.classes).toBe(2);
    expect((await client.call('listRuns', { query: {} })).total).toBe(before);
  });

  it('does the same thing once when it is sent twice with one Idempotency-Key', async () => {
    const key = newId();
    const first = await client.call('createRun', { body: script, idempotencyKey: key });
    const second = await client.call('createRun', { body: script, idempotencyKey: key });
    expect(second.id).toBe(first.id);
    const other = client.call('createRun', { body: { ...script, name: 'another' }, idempotencyKey: key });
    await expect(other).rejects.toMatchObject({ code: 'idempotency-conflict', status: 409 });
    const both = await Promise.allSettled(
      Array.from({ length: 5 }, () => client.call('createRun', { body: script, idempotencyKey: `${key}-at-once` })),
    );
    // As a server leaves it that was killed before it answered.
    const { store } = server.database;
    await store.query('UPDATE idempotency_key SET status = NULL, reply = NULL WHERE key = $1', [key]);
    const busy = client.call('createRun', { body: script, idempotencyKey: key });
    await expect(busy).rejects.toMatchObject({ code: 'idempotency-busy', status: 409 });
    await store.query("UPDATE idempotency_key SET created_at = created_at - interval '1 hour' WHERE key = $1", [key]);
    expect((await client.call('createRun', { body: script, idempotencyKey: key })).status).toBe('queued');
    const ids = new Set(both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : [])));
    expect(ids.size).toBe(1);
  });
});

describe('installing', () => {
  it('a trainer makes a run that installs its environment, where it needs one', async () => {
    const made = await client.call('installTrainer', { params: { trainer: 'signal-lab' } });
    const run = await client.call('getRun', { params: { id: made.id } });
    expect(run).toMatchObject({ trainer: 'environment-install', name: 'install scientific', priority: 'high' });
    // Whoever looks at the trainer finds the run, in this browser or another.
    const { environment } = await client.call('getTrainer', { params: { trainer: 'signal-lab' } });
    expect(environment).toMatchObject({ installed: false, installed_by: made.number });
    const { items } = await client.call('listTrainers', {});
    const others = items.filter((one) => one.environment.id !== environment.id);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other.environment, other.manifest.id).not.toHaveProperty('installed_by');
    await client.call('cancelRun', { params: { id: made.id } });
    const after = await client.call('getTrainer', { params: { trainer: 'signal-lab' } });
    expect(after.environment).not.toHaveProperty('installed_by');
    const needless = client.call('installTrainer', { params: { trainer: 'script' } });
    await expect(needless).rejects.toMatchObject({ code: 'query-invalid' });
  });
});

describe('the life of a run', () => {
  it('moves as it is asked, and refuses what is not possible with what is', async () => {
    const { id } = await client.call('createRun', { body: script });
    expect(await client.call('pauseRun', { params: { id } })).toMatchObject({ status: 'paused' });
    expect(await client.call('resumeRun', { params: { id } })).toMatchObject({ status: 'queued' });
    const checkpoint = server.parts.files.checkpointFolder(id, 'step1');
    await mkdir(checkpoint, { recursive: true });
    expect(await client.call('cancelRun', { params: { id } })).toMatchObject({ status: 'cancelled' });
    await expect(stat(checkpoint)).rejects.toMatchObject({ code: 'ENOENT' });
    const refused = client.call('resumeRun', { params: { id } });
    await expect(refused).rejects.toMatchObject({ code: 'move-not-allowed', status: 409, allowed: [] });
    const events = await client.call('listEvents', { params: { id }, query: { kinds: 'status-changed' } });
    expect(events.items).toHaveLength(3);
  });

  it('is renamed, tagged and annotated, and found again by all of it', async () => {
    const { id } = await client.call('createRun', { body: script });
    await client.call('patchRun', {
      params: { id },
      body: { name: 'Zebra', notes: 'okapi in the notes', tags: { team: 'gnu' } },
    });
    for (const q of ['zebra', 'okapi', 'gnu']) {
      const found = await client.call('listRuns', { query: { q } });
      expect([q, found.items.map((run) => run.id)]).toEqual([q, [id]]);
    }
    const tagged = await client.call('listRuns', { query: { filter: 'tag.team:gnu,owner:me' } });
    expect(tagged.items.map((run) => run.id)).toEqual([id]);
  });

  it('lists by pages without repeat or gap, in the order asked for', async () => {
    const all = await client.call('listRuns', { query: { sort: 'number', limit: 500 } });
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { sort: 'number', limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const page = await client.call('listRuns', { query });
      numbers.push(...page.items.map((run) => run.number));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(numbers).toEqual(all.items.map((run) => run.number));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });
});

describe('a run that another program executes', () => {
  it('takes points at once, NaN and Infinity included, and ends when told', async () => {
    const { id } = await client.call('createRun', {
      body: { executor: 'external', name: 'mine', parameters: { lr: '0.1' } },
    });
    const points = [
      { key: 'loss', step: 1, value: 0.5 },
      { key: 'loss', step: 2, value: 'NaN' as const },
      { key: 'loss', step: 3, value: '-Infinity' as const },
      { key: 'loss', step: 4, value: 0.25 },
    ];
    expect(await client.call('intakeMetrics', { params: { id }, body: { points } })).toEqual({
      accepted: 4,
      commands: [],
    });
    const { items } = await client.call('getSeries', { params: { id }, query: { key: 'loss' } });
    expect(items[0]?.points?.map((point) => point[1])).toEqual([0.5, 'NaN', '-Infinity', 0.25]);
    await client.call('intakeLogs', {
      params: { id },
      body: { lines: [{ text: 'hello' }, { text: 'bad', level: 'error' }] },
    });
    const log = await client.call('listLogs', { params: { id }, query: { from: -1 } });
    expect(log).toMatchObject({ total: 2, items: [{ n: 1, level: 'error', text: 'bad' }] });
    expect(await (await client.download(`/api/v1/runs/${id}/logs.txt`)).text()).toMatch(/hello\n.*bad\n$/);
    const history = await (await client.download(`/api/v1/runs/${id}/history.json`)).json();
    expect(history).toMatchObject({
      series: [
        {
          key: 'loss',
          points: [
            [1, 0.5, expect.any(Number)],
            [2, 'NaN', expect.any(Number)],
            [3, '-Infinity', expect.any(Number)],
            [4, 0.25, expect.any(Number)],
          ],
        },
      ],
    });
    await client.call('stopRun', { params: { id } });
    const reply = await client.call('intakeMetrics', { params: { id }, body: { points } });
    expect(reply.commands).toMatchObject([{ action: 'stop' }]);
    const ended = await client.call('finishRun', { params: { id }, body: { status: 'completed' } });
    expect(ended.status).toBe('stopped');
    const late = client.call('intakeMetrics', { params: { id }, body: { points } });
    await expect(late).rejects.toMatchObject({ code: 'move-not-allowed' });
  });

  it('that went on from a checkpoint has what it left behind as a ghost, apart from the points that count', async () => {
    const { id } = await client.call('createRun', { body: { executor: 'external', name: 'resumed' } });
    const report = (...steps: number[]) =>
      client.call('intakeMetrics', {
        params: { id },
        body: { points: steps.map((step) => ({ key: 'loss', step, value: step / 10 })) },
      });
    const steps = async (query: { superseded?: 'true' | 'false' }) => {
      const { items } = await client.call('getSeries', { params: { id }, query: { key: 'loss', ...query } });
      return items[0]?.points?.map(([step]) => step);
    };
    await report(1, 2, 3);
    expect(await steps({ superseded: 'true' })).toEqual([]);
    await server.database.store.begin((tx) => supersedePoints(tx, id, 2, null));
    await report(1, 2);
    expect(await steps({})).toEqual([1, 2]);
    expect(await steps({ superseded: 'false' })).toEqual([1, 2]);
    expect(await steps({ superseded: 'true' })).toEqual([1, 2, 3]);
  });

  it('has no frozen record to repeat, and a worker run takes no points from outside', async () => {
    const { id } = await client.call('createRun', { body: { executor: 'external' } });
    await expect(client.call('reproduceRun', { params: { id } })).rejects.toMatchObject({ code: 'run-external' });
    const queued = await client.call('createRun', { body: script });
    const points = [{ key: 'loss', step: 1, value: 1 }];
    const wrong = client.call('intakeMetrics', { params: { id: String(queued.number) }, body: { points } });
    await expect(wrong).rejects.toMatchObject({ code: 'run-not-external' });
  });
});

describe('an experiment', () => {
  it('takes several runs or none: every problem carries the place of its run', async () => {
    const batch = {
      name: 'batch',
      mode: 'sequential' as const,
      runs: [script, cnn({ 'split.train': 1 }), { trainer: 'nothing' }],
    };
    const failed = await client.call('createExperiment', { body: batch }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'config-invalid' });
    const paths = failed instanceof Error && 'issues' in failed ? JSON.stringify(failed.issues) : '';
    expect(paths).toContain('runs.1.split.train');
    expect(paths).toContain('"runs.2"');
    const made = await client.call('createExperiment', { body: { ...batch, runs: [script, script] } });
    expect(made.runs.map((run) => run.status)).toEqual(['queued', 'queued']);
    const [first] = made.runs;
    const path = 'left/by/an/attempt.txt';
    await server.parts.files.saveArtifact({ runId: first?.id ?? '', path, source: Buffer.from('x') });
    const cancelled = await client.call('cancelExperiment', { params: { id: String(made.experiment.number) } });
    expect(cancelled.experiment.counts).toEqual({ cancelled: 2 });
    await expect(server.parts.files.openArtifact(first?.id ?? '', path)).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });

  it('is found or made by name when a run names it', async () => {
    const first = await client.call('createRun', { body: { ...script, experiment: 'sweep' } });
    const second = await client.call('createRun', { body: { ...script, experiment: 'sweep' } });
    expect(first.experiment.name).toBe('sweep');
    expect(second.experiment.id).toBe(first.experiment.id);
  });
});

describe('repeating and continuing', () => {
  const policy = { retryLimit: 5, retryBackoffSeconds: 0 };

  /** Carries a queued run to its end, as a worker would; with a checkpoint and a file. */
  async function carry(
    id: string,
    how: 'done' | 'failed',
    finalMetrics: Record<string, number> = {},
    text = 'weights',
  ) {
    const { store } = server.database;
    const spec = aWorkerSpec();
    await registerWorker(store, spec);
    const taken = await claim(store, { workerId: spec.id, leaseSeconds: 8, priorityAgeSeconds: 600, runId: id });
    if (taken === null) throw new Error('it was not queued');
    const fence = fenceOf(taken);
    const file = { path: 'weights.bin', size: 1, sha256: '0'.repeat(64) };
    const common = { epoch: 2, folder: '/nowhere', files: [file], parts: [], metrics: {} };
    await recordCheckpoint(store, fence, { name: 'epoch-2', step: 20, best: true, ...common });
    await recordCheckpoint(store, fence, { name: 'epoch-3', step: 30, best: false, ...common });
    const source = Buffer.from(text);
    const { sha256, size } = await server.parts.files.saveArtifact({ runId: id, path: 'model/best.pt', source });
    const artifact = { path: 'model/best.pt', kind: 'model', size, sha256, meta: {}, location: '' };
    const code = how === 'done' ? 'done' : 'trainer-error';
    const reason = { code, message: how, hint: null, detail: {} } as const;
    await finish(store, fence, { how, reason, finalMetrics, artifacts: [artifact] }, policy);
    await bury(store, fence);
  }

  it('a repeat has the same record, and is held against the original number by number', async () => {
    const { id: original } = await client.call('createRun', { body: cnn({ 'split.seed': 5 }) });
    await carry(original, 'done', { 'test/accuracy': 0.5, 'test/loss': 0.25 });
    await expect(client.call('getReproduction', { params: { id: original } })).rejects.toMatchObject({
      code: 'reproduction-not-found',
    });
    const repeat = await client.call('reproduceRun', { params: { id: original } });
    const [before, now] = await Promise.all(
      [original, repeat.id].map((id) => client.call('getRunConfig', { params: { id } })),
    );
    expect(now).toEqual(before);
    expect(await client.call('getReproduction', { params: { id: repeat.id } })).toMatchObject({ verdict: 'pending' });
    await carry(repeat.id, 'done', { 'test/accuracy': 0.5, 'test/loss': 0.26 }, 'other weights');
    const verdict = await client.call('getReproduction', { params: { id: original } });
    expect(verdict).toMatchObject({ verdict: 'different', run: repeat.id, original });
    expect(verdict.compared).toEqual([
      { key: 'test/accuracy', original: 0.5, repeat: 0.5, equal: true },
      { key: 'test/loss', original: 0.25, repeat: 0.26, equal: false },
    ]);
    expect(verdict.files).toMatchObject([{ path: 'model/best.pt', equal: false }]);
    const same = await client.call('reproduceRun', { params: { id: original } });
    await carry(same.id, 'done', { 'test/accuracy': 0.5, 'test/loss': 0.25 });
    expect(await client.call('getReproduction', { params: { id: original } })).toMatchObject({
      verdict: 'identical',
      run: same.id,
    });
  });

  it('a run is continued only once it has ended, from a checkpoint that exists, with settings that may change', async () => {
    const { id } = await client.call('createRun', { body: cnn() });
    await expect(client.call('continueRun', { params: { id }, body: {} })).rejects.toMatchObject({
      code: 'continue-not-allowed',
    });
    await carry(id, 'failed');
    const missing = client.call('continueRun', { params: { id }, body: { from: 'epoch-9' } });
    await expect(missing).rejects.toMatchObject({ code: 'checkpoint-not-found' });
    const forbidden = client.call('continueRun', { params: { id }, body: { config: { conv_layers: 4 } } });
    await expect(forbidden).rejects.toMatchObject({ code: 'config-invalid', issues: [{ path: 'conv_layers' }] });
    const next = await client.call('continueRun', { params: { id }, body: { from: 'best', config: { epochs: 77 } } });
    const checkpoints = await client.call('listCheckpoints', { params: { id } });
    const best = checkpoints.items.find((checkpoint) => checkpoint.best);
    expect(next.continued_from).toMatchObject({ run_id: id, checkpoint: best?.id });
    const [before, now] = await Promise.all(
      [id, next.id].map((one) => client.call('getRunConfig', { params: { id: one } })),
    );
    expect(now?.config).toEqual({ ...before?.config, epochs: 77 });
    expect(now?.origin).toEqual({ ...before?.origin, epochs: 'set' });
    expect([now?.split, now?.seed]).toEqual([before?.split, before?.seed]);
  });

  it('its files are served in whole and in part, and never as a page', async () => {
    const { id, number } = await client.call('createRun', { body: cnn() });
    await carry(id, 'done', {}, '0123456789');
    const path = `/api/v1/runs/${number}/files/model/best.pt`;
    const ask = (headers: Record<string, string>, method = 'GET', at = path) =>
      fetch(`${server.url}${at}`, { method, headers: { authorization: `Bearer ${server.localKey}`, ...headers } });
    const whole = await ask({});
    expect(await whole.text()).toBe('0123456789');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="best.pt"/);
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const tag = whole.headers.get('etag') ?? '';
    const part = await ask({ range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect((await ask({ 'if-none-match': tag })).status).toBe(304);
    expect(await (await ask({ range: 'bytes=8-', 'if-range': '"other"' })).text()).toBe('0123456789');
    const outside = await ask({ range: 'bytes=10-' });
    expect([outside.status, ((await outside.json()) as { code: string }).code]).toEqual([416, 'range-invalid']);
    const head = await ask({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    for (const wrong of ['..%2f..%2fkeys%2flocal.key', '%2e%2e/%2e%2e/keys/local.key', '/etc/passwd', 'nothing']) {
      const answer = await ask({}, 'GET', `/api/v1/runs/${number}/files/${wrong}`);
      expect([wrong, answer.status]).toEqual([wrong, 404]);
    }
  });
});
