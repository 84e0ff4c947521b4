import { type BatchComparison, TrainyardError, type WholeBatch } from '@trainyard/contracts';
import { clusterBootstrap, mcnemar, pairedBootstrap } from '@trainyard/domain';
import type { BatchPair } from '@trainyard/store';

const mostFlips = 100;
/** What chance explains as often as once in twenty is not told as a difference. */
const level = 0.05;

function refuse(detail: string): never {
  throw new TrainyardError('batches-unfit', { detail });
}

/** Throws batches-unfit. */
export function checkComparable(a: WholeBatch, b: WholeBatch): void {
  if (a.id === b.id) refuse('they are one and the same');
  for (const { kind, number } of [a, b]) if (kind !== 'evaluation') refuse(`batch ${number} is no evaluation`);
  const rules = ({ metrics, pass, length_ratio }: WholeBatch): string => JSON.stringify([metrics, pass, length_ratio]);
  if (rules(a) !== rules(b)) refuse(`batches ${a.number} and ${b.number} were scored by different metrics`);
}

function titleOf({ number, prompt }: WholeBatch): string {
  if (prompt === null || prompt.name === null) return `batch ${number}`;
  return `${prompt.name}@${prompt.version ?? '?'} (batch ${number})`;
}

const points = (share: number): string => `${(100 * share).toFixed(1)}`;

/** Pairs of the items that both have scored. Throws batches-unfit. */
export function compareBatches(
  a: WholeBatch,
  b: WholeBatch,
  { pairs, others }: { pairs: readonly BatchPair[]; others: number },
): BatchComparison {
  if (pairs.length === 0) refuse('no item was scored by both; items are told by id, input and expected text');
  const [of_a, of_b] = [pairs.map((pair) => pair.a), pairs.map((pair) => pair.b)];
  const grouped = pairs.some(({ group }) => group !== null);
  const groups = pairs.map(({ id, group }) => (group === null ? `i${id}` : `g${group}`));
  const { p, value, low, high } = grouped ? clusterBootstrap(of_b, of_a, groups) : pairedBootstrap(of_b, of_a);
  const fixed = pairs.filter((pair) => !pair.a_right && pair.b_right).length;
  const broke = pairs.filter((pair) => pair.a_right && !pair.b_right).length;
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const share = (right: (pair: BatchPair) => boolean): number => pairs.filter(right).length / pairs.length;
  const better = p >= level || value === 0 ? null : value > 0 ? 'b' : 'a';
  const [first, second] = better === 'a' ? [a, b] : [b, a];
  const size = `${points(Math.abs(value))} points (95 % interval of the difference: ${points(low)} to ${points(high)}; p = ${p.toPrecision(2)})`;
  const flips = `It fixed ${fixed} and broke ${broke}.`;
  const says =
    better === null
      ? `No difference is shown between ${titleOf(a)} and ${titleOf(b)} on ${pairs.length} items: ${points(value)} points, with an interval from ${points(low)} to ${points(high)} (p = ${p.toPrecision(2)}). From the first to the second, ${fixed} became right and ${broke} wrong.`
      : `${titleOf(first)} is better than ${titleOf(second)} on ${pairs.length} items by ${size}. ${better === 'b' ? flips : `It is right on ${broke} that the other has wrong, and wrong on ${fixed} that the other has right.`}`;
  return {
    a: { number: a.number, name: titleOf(a), mean: mean(of_a), right: share((pair) => pair.a_right) },
    b: { number: b.number, name: titleOf(b), mean: mean(of_b), right: share((pair) => pair.b_right) },
    items: pairs.length,
    left_out: others,
    difference: { value, low, high },
    p,
    mcnemar: { fixed, broke, p: mcnemar(broke, fixed) },
    better,
    says: says.replace(/^./, (letter) => letter.toUpperCase()),
    flips: pairs
      .filter((pair) => pair.a_right !== pair.b_right)
      .slice(0, mostFlips)
      .map(({ id, input, expected, a_answer, b_answer, b_right }) => ({
        id,
        input,
        expected,
        a: a_answer,
        b: b_answer,
        now: b_right ? ('right' as const) : ('wrong' as const),
      })),
  };
}
