import type { FrozenRun, Section } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import {
  betterByName,
  clusteringOf,
  flattenRecord,
  headlineOf,
  judgePairs,
  metricsSideBySide,
  type Pairing,
  type Predicted,
  pairPredictions,
  parametersSideBySide,
  testPair,
  verdictOf,
  winnerOf,
} from './index.ts';

type Row = Extract<Section, { type: 'metric-table' }>['data']['rows'][number];
const row = (name: string, value: number, changes: Partial<Row> = {}): Row => ({
  name,
  value,
  low: null,
  high: null,
  unit: '',
  better: 'higher',
  note: null,
  ...changes,
});
const table = (rows: Row[]): Section => ({ type: 'metric-table', title: 'Scores', notes: [], data: { rows } });

describe('figures side by side', () => {
  it('come from metric tables with their intervals, then from final metrics that no table tells', () => {
    const runs = [
      {
        sections: [table([row('accuracy', 0.8, { label: 'Accuracy', low: 0.7, high: 0.9 })])],
        metrics: {},
        flattered: false,
      },
      { sections: [], metrics: { 'test/accuracy': 0.9, 'validation/loss': 0.3, 'system/cpu': 1 }, flattered: false },
    ];
    expect(metricsSideBySide(runs)).toEqual([
      {
        key: 'accuracy',
        label: 'Accuracy',
        better: 'higher',
        values: [0.8, 0.9],
        low: [0.7, null],
        high: [0.9, null],
        winner: 1,
      },
      {
        key: 'validation/loss',
        label: 'validation/loss',
        better: 'lower',
        values: [null, 0.3],
        low: [null, null],
        high: [null, null],
        winner: null,
      },
    ]);
  });

  it('let no flattered score win over an honest one', () => {
    const run = (value: number, note: string | null) => ({
      sections: [table([row('accuracy', value, { note }), row('accuracy_new_units', value / 2)])],
      metrics: { 'validation/accuracy': value },
      flattered: note !== null,
    });
    const winners = (...runs: ReturnType<typeof run>[]) => metricsSideBySide(runs).map((one) => one.winner);
    expect(winners(run(0.99, 'upper bound'), run(0.8, null))).toEqual([null, 0, null]);
    expect(winners(run(0.99, 'upper bound'), run(0.8, null), run(0.7, null))).toEqual([1, 0, 1]);
    expect(winners(run(0.99, 'upper bound'), run(0.9, 'upper bound'))).toEqual([0, 0, 0]);
  });

  it('know from the name which way is better', () => {
    expect(['accuracy', 'test/macro_f1', 'rmse', 'log_loss', 'epoch'].map(betterByName)).toEqual([
      'higher',
      'higher',
      'lower',
      'lower',
      'none',
    ]);
  });

  it('have no winner where several share the best value or nothing is known', () => {
    expect(winnerOf([0.5, 0.5, 0.1], 'higher')).toBeNull();
    expect(winnerOf(['NaN', 0.2, 0.1], 'lower')).toBe(2);
    expect(winnerOf([0.2, null], 'lower')).toBeNull();
  });

  it('judge a run by its first scored row, baselines apart', () => {
    const rows = [
      row('samples', 9, { better: 'none' }),
      row('accuracy_baseline', 0.2),
      row('macro_f1', 0.7),
      row('accuracy', 0.8),
    ];
    expect(headlineOf([table(rows)])?.name).toBe('macro_f1');
    expect(headlineOf([])).toBeNull();
  });
});

describe('parameters side by side', () => {
  const record = (config: Record<string, unknown>, seed = 0): FrozenRun => ({
    v: 1,
    trainer: { id: 't', code_digest: 'c0de', git_commit: null, environment: 'none', lock_digest: null },
    preset: null,
    config,
    origin: {},
    dataset: { name: 'cwru', version: 2, digest: 'd' },
    split: null,
    seed,
    resources: { threads: 1, gpus: 0 },
    time_limit_s: 1,
  });

  it('open groups, keep lists whole, and mark what differs', () => {
    const found = parametersSideBySide(
      [
        record({ epochs: 5, split: { by: 'unit' }, layers: [1, 2] }),
        record({ epochs: 8, split: { by: 'unit' } }, 1),
      ].map(flattenRecord),
    );
    expect(found.filter((one) => one.differs)).toEqual([
      { key: 'seed', values: ['0', '1'], differs: true },
      { key: 'config.epochs', values: ['5', '8'], differs: true },
      { key: 'config.layers', values: ['[1,2]', null], differs: true },
    ]);
    expect(found.find((one) => one.key === 'config.split.by')).toMatchObject({
      values: ['unit', 'unit'],
      differs: false,
    });
    expect(found.find((one) => one.key === 'dataset')?.values).toEqual(['cwru@2', 'cwru@2']);
  });
});

function predicted(ids: string[], right: (i: number) => boolean): Predicted {
  return { ids, truth: ids.map(() => 'x'), prediction: ids.map((_, i) => (right(i) ? 'x' : 'y')), numeric: false };
}
const single = Array.from({ length: 200 }, (_, i) => `s${i}`);
const windows = Array.from({ length: 200 }, (_, i) => `r${i % 20}#${Math.floor(i / 20)}`);

function paired(a: Predicted, b: Predicted): Pairing {
  const pairing = pairPredictions(a, b);
  if ('reason' in pairing) throw new Error(pairing.reason);
  return pairing;
}

describe('pairing predictions', () => {
  it('goes by sample id, whatever the order', () => {
    const a = predicted(single, (i) => i < 150);
    const turned: Predicted = {
      ids: [...a.ids].reverse(),
      truth: a.truth,
      prediction: [...a.prediction].reverse(),
      numeric: false,
    };
    const pairing = paired(a, turned);
    expect(pairing.a).toEqual(pairing.b);
  });

  it('says why it cannot', () => {
    const a = predicted(single, () => true);
    expect(
      pairPredictions(
        a,
        predicted(single.slice(1), () => true),
      ),
    ).toEqual({ reason: 'other test set' });
    expect(pairPredictions(a, { ...a, truth: a.truth.map(() => 'z') })).toEqual({ reason: 'other true values' });
    expect(pairPredictions(a, { ...a, numeric: true })).toEqual({
      reason: 'one predicts classes, the other quantities',
    });
  });

  it('goes by what both have where the budgets paid for different shares of one test part', () => {
    const right = (i: number) => i % 2 === 0;
    const [whole, part] = [predicted(single, right), predicted([...single.slice(165), 'elsewhere'], right)];
    const pairing = pairPredictions(whole, part, { common: true });
    if ('reason' in pairing) throw new Error(pairing.reason);
    expect(pairing).toMatchObject({ ids: single.slice(165), of: { a: 200, b: 36 } });
    // Single 165 is wrong in the whole, and the first of the part.
    expect([pairing.a.slice(0, 3), pairing.b.slice(0, 3)]).toEqual([
      [0, 1, 0],
      [1, 0, 1],
    ]);
    const few = predicted(single.slice(0, 5), right);
    expect(pairPredictions(whole, few, { common: true })).toEqual({
      reason: 'only 5 test items in common, of 200 and 5',
    });
  });

  it('compares quantities by their absolute error', () => {
    const ids = ['a', 'b'];
    const one: Predicted = { ids, truth: ['1', '2'], prediction: ['1.5', '2'], numeric: true };
    const two: Predicted = { ids, truth: ['1.0', '2.0'], prediction: ['1', '4'], numeric: true };
    expect(paired(one, two)).toMatchObject({ a: [0.5, 0], b: [0, 2] });
  });
});

describe('what belongs together', () => {
  it('is the unit where there are enough of them, else the recording, else nothing', () => {
    const unit = (n: number) => ({
      column: 'bearing',
      of: (recording: string) => String(Number(recording.slice(1)) % n),
    });
    expect(clusteringOf(windows, unit(6))).toMatchObject({ by: 'bearing', count: 6, enough: true });
    expect(clusteringOf(windows, unit(3))).toMatchObject({ by: 'recording', count: 20, enough: true });
    expect(clusteringOf(single, null)).toBeNull();
    expect(
      clusteringOf(
        windows.slice(0, 3).flatMap((id) => [id, `${id}0`]),
        null,
      ),
    ).toMatchObject({ count: 3, enough: false });
  });
});

describe('the verdict', () => {
  const judge = (a: Predicted, b: Predicted, ids: string[]) =>
    judgePairs([{ ...testPair(paired(a, b), clusteringOf(ids, null)), first: 0, second: 1 }]);

  it('names the better run with difference, interval and p', () => {
    const pairs = judge(
      predicted(single, (i) => i < 120),
      predicted(single, (i) => i < 160),
      single,
    );
    expect(pairs[0]).toMatchObject({ test: 'mcnemar', samples: 200, difference: -0.2, significant: true });
    expect(verdictOf(pairs, [3, 5])).toMatch(
      /^Run 5 is better than run 3: 80\.0 % against 60\.0 %, difference 20\.0 points \(1\d\.\d to 2\d\.\d\), p < 0\.0001\.$/,
    );
  });

  it('proves nothing where the runs are alike', () => {
    const pairs = judge(
      predicted(single, (i) => i !== 3),
      predicted(single, (i) => i !== 4),
      single,
    );
    expect(pairs[0]).toMatchObject({ p: 1, significant: false });
    expect(verdictOf(pairs, [3, 5])).toMatch(
      /^No difference is proved between run 3 and run 5: 99\.5 % against 99\.5 %/,
    );
  });

  it('does not take windows of few recordings for proof', () => {
    // Every window of three recordings of twenty is lost: 30 windows, but only three recordings.
    const better = predicted(windows, () => true);
    const worse = predicted(windows, (i) => i % 20 > 2);
    const [pair] = judge(better, worse, windows);
    expect(pair?.p).toBeLessThan(1e-6);
    expect(pair?.clustered?.p).toBeGreaterThan(0.05);
    expect(pair?.significant).toBe(false);
    expect(verdictOf(pair === undefined ? [] : [pair], [3, 5])).toContain(
      'but for whole recordings that is not proved',
    );
  });

  it('does not take five recordings for proof, even if all of them say the same', () => {
    const few = Array.from({ length: 100 }, (_, i) => `r${i % 5}#${Math.floor(i / 5)}`);
    const all = (right: boolean) => predicted(few, (i) => right || i >= 10);
    const [pair] = judge(all(true), all(false), few);
    expect(pair?.p).toBeLessThan(0.01);
    expect(pair?.clustered).toMatchObject({ count: 5, p: 2 ** -4 });
    expect(pair?.significant).toBe(false);
  });

  it('corrects for the number of pairs and says so', () => {
    const runs = [(i: number) => i < 120, (i: number) => i < 160, (i: number) => i < 161].map((right) =>
      predicted(single, right),
    );
    const pairs = judgePairs(
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ].map(([first = 0, second = 0]) => {
        const [a, b] = [runs[first], runs[second]];
        if (a === undefined || b === undefined) throw new Error('no such run');
        return { ...testPair(paired(a, b), null), first, second };
      }),
    );
    expect(pairs.map((pair) => pair.significant)).toEqual([true, true, false]);
    const verdict = verdictOf(pairs, [3, 5, 6]);
    expect(verdict).toContain('after Holm for 3 pairs');
    expect(verdict).toContain('In the other pair no difference is proved.');
  });

  it('of quantities takes the smaller error for the better', () => {
    const quantities = (error: number): Predicted => ({
      ids: single,
      truth: single.map((_, i) => String(i)),
      prediction: single.map((_, i) => String(i + error * (1 + (i % 3)))),
      numeric: true,
    });
    const verdict = verdictOf(judge(quantities(1), quantities(2), single), [3, 5]);
    expect(verdict).toMatch(
      /^Run 3 is better than run 5: mean absolute error 1\.995 against 3\.99, difference 1\.995 \(1\.\d+ to 2\.\d+\)/,
    );
  });

  it('says when nothing can be tested', () => {
    expect(verdictOf([], [1, 2])).toBe('No two of these runs can be tested against each other.');
  });
});
