import { tokenF1 } from './exact-match.ts';
import { normalise } from './normalise.ts';
import type { FailureTag } from './result.ts';

export interface Finding {
  tag: FailureTag;
  feedback: string;
}

const refusal =
  /^\W*(?:i(?:'|’)?m sorry|i am sorry|sorry|i can(?:no|')t|i cannot|i(?:'|’)m unable|i am unable|as an ai)\b/i;

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 79)}…` : line}"`;
}

/** No answer at all, told without knowing the metric. */
export function noAnswer(text: string, finish: string): Finding | null {
  if (text.trim() === '') return { tag: 'empty', feedback: 'The answer is empty.' };
  if (finish === 'length') return { tag: 'truncated', feedback: 'The answer was cut off at the token limit.' };
  return refusal.test(text) ? { tag: 'refused', feedback: 'The model refused to answer.' } : null;
}

/** The expected text is in it, among others. */
export function extraText(text: string, expected: readonly string[]): Finding | null {
  const given = ` ${normalise(text)} `;
  const inside = expected.find((one) => normalise(one) !== '' && given.includes(` ${normalise(one)} `));
  if (inside === undefined) return null;
  return { tag: 'extra-text', feedback: `The answer contains ${quote(inside)}, but says more: ${quote(text)}` };
}

export function wrongAnswer(text: string, expected: readonly string[]): Finding {
  const told = expected[0] === undefined ? '' : `, expected ${quote(expected[0])}`;
  const partly = expected.length > 0 && tokenF1(text, expected) > 0;
  return { tag: partly ? 'partly-right' : 'wrong-answer', feedback: `The answer is ${quote(text)}${told}.` };
}
