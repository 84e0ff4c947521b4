import { describe, expect, it } from 'vitest';
import type { FailureTag, ItemResult } from '../metrics/result.ts';
import { feedbackBatch } from './batch.ts';
import { partsOf, simulate } from './fixtures/simulated-task.ts';

const failed = (tag: FailureTag): ItemResult => ({ status: 'failed', score: 0, metrics: {}, tag, feedback: '' });
const right: ItemResult = { status: 'ok', score: 1, metrics: {}, tag: null, feedback: '' };

describe('the feedback batch', () => {
  const { state } = simulate({ settings: { budget: 0, batch: 12 } });
  const parts = partsOf({ feedback: 60, select: 1, confirm: 1, test: 1 });
  const known: Record<string, ItemResult> = Object.fromEntries(
    parts.feedback.slice(0, 40).map((item, i) => {
      if (i < 10) return [item, failed('wrong-answer')];
      return [item, i < 20 ? failed('extra-text') : right];
    }),
  );
  const asked = { ...state, parts, cells: { v0: known } };
  const kinds = (items: readonly string[]): Record<string, number> => {
    const kindOf = (item: string): string => {
      const result = known[item];
      return result === undefined ? 'fresh' : result.status === 'failed' ? (result.tag ?? '') : result.status;
    };
    return Object.fromEntries(
      [...Map.groupBy(items, kindOf)].map(([kind, list]): [string, number] => [kind, list.length]),
    );
  };

  it('mixes failures, near misses, right ones and items not looked at', () => {
    expect(kinds(feedbackBatch(asked, 'v0'))).toEqual({ 'wrong-answer': 4, 'extra-text': 2, ok: 3, fresh: 3 });
  });

  it('changes with the round, and is the same for the same round', () => {
    const [one, again] = [feedbackBatch(asked, 'v0'), feedbackBatch(asked, 'v0')];
    expect(one).toEqual(again);
    expect(feedbackBatch({ ...asked, round: 2 }, 'v0')).not.toEqual(one);
  });

  it('takes what there is, once', () => {
    const few = { ...asked, parts: { ...parts, feedback: parts.feedback.slice(18, 23) } };
    expect(feedbackBatch(few, 'v0').sort()).toEqual([...few.parts.feedback].sort());
  });
});
