import { holm } from '../statistics/index.ts';
import type { PairResult } from './pair.ts';

export interface JudgedPair extends PairResult {
  /** Places of the runs. */
  first: number;
  second: number;
  p_holm: number;
  significant: boolean;
}

const level = 0.05;

/**
 * Corrects all pairs of one comparison by Holm. Where samples belong together, a difference counts as proved only if it
 * holds for whole recordings (or units) as well.
 */
export function judgePairs(pairs: readonly (PairResult & { first: number; second: number })[]): JudgedPair[] {
  const single = holm(pairs.map((pair) => pair.p));
  const whole = holm(pairs.map((pair) => pair.clustered?.p ?? pair.p));
  return pairs.map((pair, i) => {
    const [pSingle, pWhole] = [single[i] ?? 1, whole[i] ?? 1];
    const enough = pair.clustered?.enough !== false;
    return { ...pair, p_holm: pSingle, significant: enough && pSingle < level && pWhole < level };
  });
}

export function pText(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(2))}`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function rangeText(pair: JudgedPair, sign: number, numeric: boolean): string {
  const [low, high] = sign > 0 ? [pair.low, pair.high] : [-pair.high, -pair.low];
  const size = Math.abs(pair.difference);
  if (numeric) return `difference ${figure(size)} (${figure(low)} to ${figure(high)})`;
  return `difference ${(100 * size).toFixed(1)} points (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}

function pairText(pair: JudgedPair, numbers: readonly number[], pairs: number): string {
  const numeric = pair.test === 'paired-bootstrap';
  // Of errors the smaller one is better.
  const firstBetter = numeric ? pair.difference < 0 : pair.difference > 0;
  const [better, worse] = firstBetter ? [pair.first, pair.second] : [pair.second, pair.first];
  const [best, other] = firstBetter ? [pair.a, pair.b] : [pair.b, pair.a];
  const values = numeric
    ? `mean absolute error ${figure(best)} against ${figure(other)}`
    : `${percent(best)} against ${percent(other)}`;
  const corrected = pairs === 1 ? '' : ` after Holm for ${pairs} pairs`;
  const sign = numeric === firstBetter ? -1 : 1;
  const range = rangeText(pair, sign, numeric);
  return `Run ${numbers[better]} is better than run ${numbers[worse]}: ${values}, ${range}, ${pText(pair.p_holm)}${corrected}.`;
}

function wholes(by = 'recording'): string {
  return by === 'recording' ? 'recordings' : `units (${by})`;
}

function unproved(pairs: readonly JudgedPair[], numbers: readonly number[]): string {
  const [only] = pairs;
  if (pairs.length !== 1 || only === undefined) {
    return `No difference is proved between any two of these runs (${pairs.length} pairs, corrected by Holm).`;
  }
  const numeric = only.test === 'paired-bootstrap';
  const text = numeric ? figure : percent;
  const runs = `run ${numbers[only.first]} and run ${numbers[only.second]}`;
  const range = rangeText(only, only.difference < 0 ? -1 : 1, numeric);
  const few =
    only.clustered?.enough === false
      ? ` ${only.clustered.count} recordings are too few to tell.`
      : only.p_holm < level
        ? ` Single windows differ (${pText(only.p_holm)}), but for whole ${wholes(only.clustered?.by)} that is not proved (${pText(only.clustered?.p ?? 1)}).`
        : '';
  const p = few === '' ? `, ${pText(only.p_holm)}` : '';
  return `No difference is proved between ${runs}: ${text(only.a)} against ${text(only.b)}, ${range}${p}.${few}`;
}

/** One or two sentences for people; `numbers` are the runs' numbers by place. */
export function verdictOf(pairs: readonly JudgedPair[], numbers: readonly number[]): string {
  if (pairs.length === 0) return 'No two of these runs can be tested against each other.';
  const proved = pairs.filter((pair) => pair.significant);
  const clustered = pairs.find((pair) => pair.clustered !== null)?.clustered ?? null;
  const drawn =
    clustered === null
      ? ''
      : ` Windows of one recording resemble each other, so intervals draw whole ${wholes(clustered.by)}.`;
  if (proved.length === 0) return `${unproved(pairs, numbers)}${drawn}`;
  // The clearest first; a long list helps nobody, the table has them all.
  const clearest = [...proved].sort((x, y) => x.p_holm - y.p_holm || Math.abs(y.difference) - Math.abs(x.difference));
  const told = clearest.slice(0, 3).map((pair) => pairText(pair, numbers, pairs.length));
  const more = proved.length > 3 ? ` ${proved.length - 3} more pairs differ.` : '';
  const rest = pairs.length - proved.length;
  const open =
    rest === 0 ? '' : ` In ${rest === 1 ? 'the other pair' : `${rest} other pairs`} no difference is proved.`;
  return `${told.join(' ')}${more}${open}${drawn}`;
}
