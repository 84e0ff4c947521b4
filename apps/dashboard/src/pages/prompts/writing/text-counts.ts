import { count } from '../../../format/number.ts';

/** Words are what lies between blanks, as the server counts them. */
export function wordCount(text: string): number {
  const trimmed = text.trim();
  return trimmed === '' ? 0 : trimmed.split(/\s+/).length;
}

/** `12 words, 80 characters`. */
export function countsText(text: string): string {
  return `${count(wordCount(text), 'word')}, ${count(text.length, 'character')}`;
}
