/** The parts that a person would move or strike out: lines, and sentences within a line. */
export interface Sentence {
  text: string;
  /** What stood between it and the next: blanks within a line, or line ends. */
  gap: string;
}

const end = /[.!?](?=\s)/;

/** Joined again by `joinSentences` they give the text back, to the character, but for blanks at its start. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const stop = sentenceEnd(rest);
    const after = rest.slice(stop);
    const gap = after.slice(0, after.length - after.trimStart().length);
    found.push({ text: rest.slice(0, stop), gap });
    rest = after.slice(gap.length);
  }
  return found;
}

function sentenceEnd(text: string): number {
  const line = text.indexOf('\n');
  const until = line === -1 ? text.length : line;
  let from = 0;
  for (let stop = end.exec(text); stop !== null; stop = end.exec(text.slice(from))) {
    const at = from + stop.index + 1;
    if (at > until) break;
    // "1." at the start of a line numbers a sentence and ends none.
    if (!/^\s*\d{1,2}\.$/.test(text.slice(0, at)) && !/\b(?:e\.g|i\.e|etc|vs)\.$/i.test(text.slice(0, at))) return at;
    from = at;
  }
  return text.slice(0, until).trimEnd().length;
}

export function joinSentences(sentences: readonly Sentence[]): string {
  return sentences.map(({ text, gap }, i) => text + (i === sentences.length - 1 ? '' : gap || ' ')).join('');
}
