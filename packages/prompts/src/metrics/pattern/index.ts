import { PatternError, parsePattern } from './parse.ts';
import { programOf, type Step } from './program.ts';

/**
 * Regular expressions that cannot hang the caller. The platform's own engine tries one way after the other and may need 2^n
 * steps for a text of n characters; here all ways are followed at once (Thompson, 1968), so that a match takes at most
 * (steps of the pattern) × (length of the text), both bounded. The price: no look around, no references to groups.
 */
export interface Pattern {
  /** Whether the pattern is found anywhere in the text. */
  test(text: string): boolean;
}

const longestPattern = 1000;
/** Longer texts are searched up to here only; an answer of a model is far shorter. */
const longestText = 50_000;

const wordCharacter = /^\w$/;

function holds(at: 'start' | 'end' | 'word-edge' | 'inside', before: string, after: string, lines: boolean): boolean {
  const lineEnd = (character: string): boolean => character === '' || (lines && /[\n\r\u2028\u2029]/.test(character));
  if (at === 'start') return lineEnd(before);
  if (at === 'end') return lineEnd(after);
  return (wordCharacter.test(before) !== wordCharacter.test(after)) === (at === 'word-edge');
}

function matcher(steps: readonly Step[], lines: boolean): (text: string) => boolean {
  return (text) => {
    const characters = Array.from(text.slice(0, longestText));
    const seen = new Int32Array(steps.length).fill(-1);
    let current: number[] = [];
    for (let i = 0; i <= characters.length; i += 1) {
      const [before, here] = [characters[i - 1] ?? '', characters[i] ?? ''];
      // A search may start at every character: the first step joins those that are under way.
      const waiting = [...current, 0];
      const next: number[] = [];
      while (waiting.length > 0) {
        const place = waiting.pop() ?? 0;
        if (seen[place] === i) continue;
        seen[place] = i;
        const step = steps[place];
        if (step === undefined) continue;
        if (step.kind === 'found') return true;
        if (step.kind === 'fork') waiting.push(...step.to);
        else if (step.kind === 'assert') {
          if (holds(step.at, before, here, lines)) waiting.push(place + 1);
        } else if (here !== '' && step.fits(here)) next.push(place + 1);
      }
      current = next;
    }
    return false;
  };
}

/** Flags: i, m, s. Throws a PatternError with words for the person who wrote the pattern. */
export function compilePattern(source: string, flags = ''): Pattern {
  if (!/^[ims]*$/.test(flags)) throw new PatternError(`Flags of a pattern are i, m and s, got "${flags}"`);
  if (source.length > longestPattern) {
    throw new PatternError(`A pattern has at most ${longestPattern} characters, got ${source.length}`);
  }
  try {
    new RegExp(source, `${flags}u`);
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    throw new PatternError(`The pattern is not a regular expression: ${detail}`, { cause: error });
  }
  return { test: matcher(programOf(parsePattern(source), `${flags}u`), flags.includes('m')) };
}

export { PatternError };
