/**
 * Blanks as the reference implementations of BLEU and ROUGE see them: they are not those of JavaScript's `\s`, which counts
 * the byte order mark and leaves out the separators U+001C to U+001F and U+0085.
 */
const blanks = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const between = new RegExp(`[${blanks}]+`);
const blank = new RegExp(`[${blanks}]`);

export function splitBlanks(text: string): string[] {
  return text.split(between).filter((word) => word !== '');
}

/** By hand: a pattern anchored at the end would try every run of blanks, which takes long where there are many. */
export function trimBlanksAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && blank.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
