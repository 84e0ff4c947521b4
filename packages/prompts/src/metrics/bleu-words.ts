import { splitBlanks } from './whitespace.ts';

/** How BLEU cuts a text into words: mteval-v13a, mteval-v14 international, or at blanks only. */
export type BleuTokenizer = '13a' | 'intl' | 'none';

const entities: [string, string][] = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

function words13a(text: string): string[] {
  let line = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of entities) line = line.replaceAll(entity, character);
  const spaced = ` ${line} `
    .replaceAll(/[{-~[-` -&(-+:-@/]/g, ' $& ')
    .replaceAll(/([^0-9])([.,])/gu, '$1 $2 ')
    .replaceAll(/([.,])([^0-9])/gu, ' $1 $2')
    .replaceAll(/([0-9])(-)/g, '$1 $2 ');
  return splitBlanks(spaced);
}

function wordsInternational(text: string): string[] {
  const spaced = text
    .replaceAll(/(\P{N})(\p{P})/gu, '$1 $2 ')
    .replaceAll(/(\p{P})(\P{N})/gu, ' $1 $2')
    .replaceAll(/\p{S}/gu, ' $& ');
  return splitBlanks(spaced);
}

export const bleuWords: Record<BleuTokenizer, (text: string) => string[]> = {
  '13a': words13a,
  intl: wordsInternational,
  none: splitBlanks,
};
