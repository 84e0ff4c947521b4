import { rm } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Client } from '@trainyard/api-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completedRun, metricRow, metricTable } from '../completed-run.fixture.ts';
import { type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await testServer();
  client = server.client;
});
afterAll(() => server.end());

const dataset = (digest: string, name = 'cwru') => ({ dataset: { name, version: 1, digest } });

/** Windows of recordings, `each` of every recording; `right` says which of them are predicted as they are. */
function predictionsOf(recordings: number, each: number, right: (recording: number) => boolean): string {
  const lines = ['sample_id,truth,prediction,score_a,score_b'];
  for (let r = 0; r < recordings; r += 1) {
    for (let k = 0; k < each; k += 1) {
      const id = each === 1 ? `rec${r}` : `rec${r}#${k}`;
      const hit = right(r);
      lines.push(`${id},a,${hit ? 'a' : 'b'},${hit ? 0.9 - r / 1000 : 0.2},${hit ? 0.1 : 0.8 - r / 1000}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
const upTo = (n: number) => (recording: number) => recording < n;
const accuracy = (value: number) =>
  metricTable(metricRow('accuracy', value, { label: 'Accuracy', low: value - 0.05, high: value + 0.05 }));

async function compare(...runs: { number: number }[]) {
  return client.call('compareRuns', { query: { runs: runs.map((run) => run.number).join(',') } });
}

describe('a comparison of runs', () => {
  it('shows parameters, figures with the winner, and whether the difference is proved', async () => {
    const worse = await completedRun(server, {
      frozen: { ...dataset('d'.repeat(64)), config: { epochs: 3 } },
      sections: [accuracy(0.6)],
      predictions: predictionsOf(100, 1, upTo(60)),
    });
    const better = await completedRun(server, {
      frozen: { ...dataset('d'.repeat(64)), config: { epochs: 9 } },
      sections: [accuracy(0.9)],
      predictions: predictionsOf(100, 1, upTo(90)),
    });
    const found = await compare(worse, better);
    expect(found.runs.map((run) => run.number)).toEqual([worse.number, better.number]);
    expect(found.parameters.filter((one) => one.differs)).toEqual([
      { key: 'config.epochs', values: ['3', '9'], differs: true },
    ]);
    expect(found.metrics[0]).toMatchObject({ key: 'accuracy', label: 'Accuracy', values: [0.6, 0.9], winner: 1 });
    expect(found.significance.pairs).toEqual([
      expect.objectContaining({ a: 0, b: 1, test: 'mcnemar', samples: 100, significant: true }),
    ]);
    expect(found.significance.pairs[0]?.difference).toBeCloseTo(-0.3, 12);
    expect(found.significance.verdict).toMatch(
      new RegExp(
        `^Run ${better.number} is better than run ${worse.number}: 90\\.0 % against 60\\.0 %, difference 30\\.0 points`,
      ),
    );
  });

  it('claims nothing from many windows of few recordings', async () => {
    const frozen = dataset('e'.repeat(64), 'windows');
    const one = await completedRun(server, { frozen, predictions: predictionsOf(12, 30, upTo(9)) });
    const two = await completedRun(server, { frozen, predictions: predictionsOf(12, 30, upTo(11)) });
    const { significance, warnings } = await compare(one, two);
    expect(significance.pairs[0]?.p_holm).toBeLessThan(1e-9);
    expect(significance.pairs[0]?.significant).toBe(false);
    expect(significance.verdict).toContain('for whole recordings that is not proved');
    expect(warnings.join(' ')).toContain(
      'Windows of one recording resemble each other. Intervals draw 12 whole recordings',
    );
  });

  it('says which runs cannot be tested against each other, and why', async () => {
    const frozen = dataset('f'.repeat(64), 'mixed');
    const runs = [
      await completedRun(server, { frozen, predictions: predictionsOf(20, 1, upTo(10)) }),
      await completedRun(server, { frozen, predictions: predictionsOf(21, 1, upTo(10)) }),
      await completedRun(server, {
        frozen: dataset('0'.repeat(64), 'mixed'),
        predictions: predictionsOf(20, 1, upTo(10)),
      }),
      await completedRun(server, { frozen }),
      await completedRun(server, { frozen, predictions: 'no,predictions\n1,2\n' }),
    ];
    const { significance, warnings } = await compare(...runs);
    expect(significance.pairs).toEqual([]);
    expect(significance.not_comparable.slice(0, 4)).toEqual([
      { a: 0, b: 1, reason: 'other test set' },
      { a: 0, b: 2, reason: 'other data set version' },
      { a: 0, b: 3, reason: 'no predictions' },
      { a: 0, b: 4, reason: 'no predictions' },
    ]);
    expect(significance.verdict).toBe('No two of these runs can be tested against each other.');
    expect((await compare(...runs.slice(0, 2))).warnings).toEqual([
      'Some of the runs were scored on other test sets: their scores are not about the same samples.',
    ]);
    expect(warnings).toContain('The runs were made on different data: their scores are not about the same samples.');
  });

  it('pairs prompt runs on the items of one sealed test part that both could pay for', async () => {
    const sealed = (digest: string) => ({
      digest,
      by: 'content',
      note: null,
      companion_digest: null,
      sizes: { test: 60 },
      not_scored: [],
      sealed: true,
    });
    const frozen = { ...dataset('8'.repeat(64), 'items'), split: sealed('1'.repeat(64)) };
    const one = await completedRun(server, { frozen, predictions: predictionsOf(60, 1, upTo(20)) });
    const two = await completedRun(server, { frozen, predictions: predictionsOf(35, 1, upTo(32)) });
    const few = await completedRun(server, { frozen, predictions: predictionsOf(5, 1, upTo(5)) });
    const found = await compare(one, two);
    expect(found.significance.pairs).toEqual([
      expect.objectContaining({ samples: 35, p: 2 ** -11, significant: true }),
    ]);
    expect(found.significance.verdict).toContain('91.4 % against 57.1 %');
    expect(found.warnings).toEqual([
      `Run ${one.number} and run ${two.number} are paired on 35 items that both answered, of 60 and 35: the test is about these, the scores side by side are about all that each answered.`,
    ]);
    expect((await compare(one, few)).significance.not_comparable).toEqual([
      { a: 0, b: 1, reason: 'only 5 test items in common, of 60 and 5' },
    ]);
    const elsewhere = await completedRun(server, {
      frozen: { ...frozen, split: sealed('2'.repeat(64)) },
      predictions: predictionsOf(35, 1, upTo(32)),
    });
    expect((await compare(one, elsewhere)).significance.not_comparable).toEqual([
      { a: 0, b: 1, reason: 'other test set' },
    ]);
  });

  it('of large files keeps nobody else waiting', async () => {
    const frozen = dataset('9'.repeat(64), 'large');
    const one = await completedRun(server, { frozen, predictions: predictionsOf(20_000, 1, upTo(15_000)) });
    const two = await completedRun(server, { frozen, predictions: predictionsOf(20_000, 1, upTo(15_500)) });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { significance } = await compare(one, two);
    delay.disable();
    expect(significance.pairs[0]).toMatchObject({ samples: 20_000, significant: true });
    // Reading and resampling take a second; the server's own thread is free for all but a few milliseconds of it.
    expect(delay.percentile(90) / 1e6).toBeLessThan(30);
  });

  it('takes runs of other programs by what they said', async () => {
    const made = [0.1, 0.2].map((rate) =>
      client.call('createRun', { body: { executor: 'external', name: 'mine', parameters: { rate: String(rate) } } }),
    );
    const found = await compare(...(await Promise.all(made)));
    expect(found.parameters.find((one) => one.key === 'config.rate')).toMatchObject({
      values: ['0.1', '0.2'],
      differs: true,
    });
    expect(found.warnings[0]).toMatch(/is running: its figures are not final/);
  });

  it.each([
    ['1', 'one was named'],
    [',', 'none was named'],
    ['1,1', 'run 1 is named twice'],
    [Array.from({ length: 11 }, (_, i) => i + 1).join(','), '11 were named'],
  ])('of %s is refused in words', async (runs, words) => {
    await expect(client.call('compareRuns', { query: { runs } })).rejects.toThrow(words);
  });

  it('of a run that is not there is refused', async () => {
    await expect(client.call('compareRuns', { query: { runs: '1,99999' } })).rejects.toMatchObject({
      code: 'run-not-found',
    });
  });
});

describe('insights into a run', () => {
  it('name headline, baseline and the best earlier run with p, and what follows', async () => {
    const frozen = {
      ...dataset('a'.repeat(64), 'insight'),
      split: {
        digest: 's',
        by: 'unit',
        note: null,
        companion_digest: null,
        sizes: { test: 100 },
        not_scored: ['ball'],
      },
    };
    const first = await completedRun(server, {
      frozen,
      sections: [accuracy(0.7)],
      predictions: predictionsOf(100, 1, upTo(70)),
    });
    await completedRun(server, { frozen, sections: [accuracy(0.5)], predictions: predictionsOf(100, 1, upTo(50)) });
    const now = await completedRun(server, {
      frozen,
      sections: [
        metricTable(
          metricRow('accuracy', 0.75, { low: 0.3, high: 0.9 }),
          metricRow('accuracy_baseline', 0.4, { label: 'Guessing' }),
        ),
      ],
      metrics: { 'train/accuracy': 1, 'validation/accuracy': 0.7 },
      predictions: predictionsOf(100, 1, upTo(75)),
    });
    const found = await client.call('getInsights', { params: { id: now.id } });
    expect(found.headline).toMatchObject({ name: 'accuracy', value: 0.75 });
    expect(found.baselines).toEqual([{ label: 'Guessing', value: 0.4, low: null, high: null }]);
    expect(found.best_earlier).toMatchObject({
      run: { number: first.number },
      value: 0.7,
      comparable: true,
      reason: null,
    });
    expect(found.best_earlier?.difference).toBeCloseTo(0.05, 12);
    expect(found.best_earlier?.p).toBeCloseTo(0.0625, 12);
    expect(found.recommendations.map((one) => one.id)).toEqual(
      expect.arrayContaining(['baseline', 'unscored-classes', 'wide-interval']),
    );
  });

  it('are empty for a run without results', async () => {
    const run = await completedRun(server);
    expect(await client.call('getInsights', { params: { id: run.id } })).toEqual({
      headline: null,
      split_note: null,
      baselines: [],
      best_earlier: null,
      recommendations: [],
    });
  });

  it('hold no flattered score against an honest one', async () => {
    const honest = { ...dataset('b'.repeat(64), 'flattered') };
    await completedRun(server, { frozen: honest, sections: [accuracy(0.7)] });
    const note = 'upper bound: same unit on both sides';
    const split = { digest: 's', by: 'window', note, companion_digest: null, sizes: {}, not_scored: [] };
    const run = await completedRun(server, { frozen: { ...honest, split }, sections: [accuracy(0.99)] });
    const found = await client.call('getInsights', { params: { id: run.id } });
    expect(found.split_note).toBe(note);
    expect(found.best_earlier).toMatchObject({
      comparable: false,
      reason: 'the split of this run flatters it',
      p: null,
    });
    expect(found.recommendations[0]).toMatchObject({
      id: 'upper-bound',
      action: { config: { split: { by: 'unit' } } },
    });
    const best = await client.call('listBest', {});
    expect(best.items.find((one) => one.dataset.name === 'flattered')).toMatchObject({ value: 0.7, note: null });
  });
});

describe('predictions of a run', () => {
  it('come surest first, by class and errors, page by page', async () => {
    const run = await completedRun(server, { predictions: predictionsOf(10, 1, upTo(6)) });
    const params = { id: run.id };
    const all = await client.call('listPredictions', { params, query: { limit: 4 } });
    expect(all).toMatchObject({ total: 10, next_cursor: '4' });
    expect(all.items[0]).toEqual({
      sample_id: 'rec0',
      truth: 'a',
      prediction: 'a',
      confidence: 0.9,
      scores: { a: 0.9, b: 0.1 },
    });
    const rest = await client.call('listPredictions', { params, query: { limit: 100, cursor: '4' } });
    expect(rest.next_cursor).toBeNull();
    expect([...all.items, ...rest.items].map((row) => row.confidence)).toEqual(
      [...all.items, ...rest.items].map((row) => row.confidence).sort((x, y) => Number(y) - Number(x)),
    );
    const wrong = await client.call('listPredictions', {
      params,
      query: { errors: 'true', truth: 'a', prediction: 'b' },
    });
    expect(wrong.items.map((row) => row.sample_id)).toEqual(['rec6', 'rec7', 'rec8', 'rec9']);
    expect((await client.call('listPredictions', { params, query: { truth: 'b' } })).total).toBe(0);
  });

  it('that are not there, or a cursor of elsewhere, are told in words', async () => {
    const without = await completedRun(server);
    await expect(client.call('listPredictions', { params: { id: without.id } })).rejects.toMatchObject({
      code: 'predictions-absent',
    });
    const gone = await completedRun(server, { predictions: predictionsOf(4, 1, upTo(1)) });
    const { items } = await client.call('listFiles', { params: { id: gone.id } });
    await rm(server.parts.files.objectPath(items[0]?.sha256 ?? ''));
    await expect(client.call('listPredictions', { params: { id: gone.id } })).rejects.toMatchObject({
      code: 'predictions-absent',
    });
    const run = await completedRun(server, { predictions: predictionsOf(3, 1, upTo(1)) });
    await expect(
      client.call('listPredictions', { params: { id: run.id }, query: { cursor: 'x' } }),
    ).rejects.toMatchObject({
      code: 'query-invalid',
    });
  });
});
