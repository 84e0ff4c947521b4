/** Marks that turn the direction of what follows, and characters that cannot be seen: neither belongs in a label. */
const unseen = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** A name as one line of text that cannot disturb its neighbours. */
export function oneLine(text: string): string {
  const clean = text.replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  return clean === '' ? '(no name)' : clean;
}

/** At most `length` characters as people count them; the end goes, since names mostly differ in front. */
export function shorten(text: string, length = 40): string {
  const clean = oneLine(text);
  if (clean.length <= length) return clean;
  const characters = [...new Intl.Segmenter('en').segment(clean)].map((s) => s.segment);
  return characters.length <= length
    ? clean
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** Beginning and end, for names that differ at their end only. */
function shortenMiddle(text: string, length: number): string {
  const characters = [...new Intl.Segmenter('en').segment(oneLine(text))].map((s) => s.segment);
  if (characters.length <= length) return characters.join('');
  const tail = Math.floor((length - 1) / 2);
  return `${characters.slice(0, length - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}

/** Shortened names that are still told apart: by their ends, and where these are equal too by a number. */
export function shortenAll(texts: readonly string[], length = 40): string[] {
  const alike = (short: readonly string[]): Set<string> => {
    const seen = new Set<string>();
    return new Set(short.filter((text) => seen.size === seen.add(text).size));
  };
  const byStart = texts.map((text) => shorten(text, length));
  const twice = alike(byStart);
  const byEnd = byStart.map((short, i) => (twice.has(short) ? shortenMiddle(texts[i] ?? '', length) : short));
  const still = alike(byEnd);
  return byEnd.map((short, i) => (still.has(short) ? `${shorten(texts[i] ?? '', length - 4)} #${i + 1}` : short));
}

/** `a, b and c`; of many the first few and how many more. */
export function listed(texts: readonly string[], most = 4, length = 60): string {
  const shown = texts.slice(0, most).map((text) => shorten(text, length));
  const rest = texts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
