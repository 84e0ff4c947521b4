/**
 * The published normaliser of the exact match and of the token F1. A change of what it does is a new version, because
 * scores of before and after are not the same measure.
 *
 * 1. Unicode NFKC.
 * 2. Lower case, without a language.
 * 3. Numbers are written one way: "1,234.50" and "1234.5" alike, "+5" as "5", the minus sign as a hyphen before the digits.
 *    Whole numbers keep their leading zeros ("007" may be a name); dates and addresses keep their dots ("192.168.0.1").
 * 4. Apostrophes and the dots of abbreviations are dropped ("U.S." is "us"), all other punctuation and symbols are blanks.
 * 5. The words a, an and the are dropped, unless nothing else is there ("A" may be a choice).
 * 6. One blank between words, none at the ends.
 */
export const normaliserVersion = 1;

export interface NormaliseOptions {
  /** False: capitals count. */
  case?: boolean;
  /** False: punctuation counts, and so does the way a number is written. */
  punctuation?: boolean;
  /** False: a, an and the count. */
  articles?: boolean;
}

const numeral = /(?<![\p{L}\p{N}])[-+]?\d[\d,.]*|\d[\d,.]*/gu;
const grouped = /^([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;
/** Stand for characters of a number that must outlive the removal of punctuation; private use, dropped from the text first. */
const dot = '\uE000';
const minus = '\uE001';

function oneNumber(written: string): string {
  // By hand: a pattern anchored at the end would try every run of commas, which takes long where there are many.
  let length = written.length;
  while (/[,.]/.test(written.charAt(length - 1))) length -= 1;
  const [body, end] = [written.slice(0, length), written.slice(length)];
  const parts = grouped.exec(body);
  if (parts === null) return body.replace(/^-/, minus).replace(/^\+/, '').replaceAll('.', dot) + end;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const decimals = fraction.replace(/0+$/, '');
  const plain = whole.replaceAll(',', '');
  return `${sign === '-' ? minus : ''}${plain}${decimals === '' ? '' : dot + decimals}${end}`;
}

function withoutPunctuation(text: string): string {
  return text
    .replaceAll(/[\uE000\uE001]/g, '')
    .replaceAll('\u2212', '-')
    .replace(numeral, oneNumber)
    .replaceAll(/['\u2018\u2019]/g, '')
    .replaceAll(/(?<=\p{L})\.(?=\p{L}|\s|$)/gu, '')
    .replaceAll(/[\p{P}\p{S}]/gu, ' ')
    .replaceAll(dot, '.')
    .replaceAll(minus, '-');
}

export function normalise(text: string, options: NormaliseOptions = {}): string {
  let result = text.normalize('NFKC');
  if (options.case !== false) result = result.toLowerCase();
  if (options.punctuation !== false) result = withoutPunctuation(result);
  if (options.articles !== false) {
    const without = result.replaceAll(/(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/giu, ' ');
    if (without.trim() !== '') result = without;
  }
  return result.replaceAll(/\s+/g, ' ').trim();
}
