import {
  constraintPhrase,
  countOf,
  exampleInText,
  forcefulPhrase,
  hedgePhrase,
  isCommand,
  politePhrase,
  rolePhrase,
} from './phrases.ts';
import { placeholdersIn } from './placeholders.ts';
import type { Prompt } from './prompt.ts';
import { sentencesOf } from './sentences.ts';

/**
 * Numbers that describe a prompt, for the model that learns which prompts work. A change of what one means is a new version:
 * features of two versions are never learned from together.
 */
export const featuresVersion = 2;

/** Of the vector of each part, the first numbers: enough to tell prompts apart, few enough to keep for each version. */
const embeddedDimensions = 20;

export interface EmbeddedParts {
  /** Its name; vectors of two embedders are never learned from together. */
  embedder: string;
  system: ArrayLike<number>;
  output: ArrayLike<number>;
}

export interface PromptFeatures {
  version: typeof featuresVersion;
  /** The same names, in the same order, for every prompt. */
  values: Record<string, number>;
  /** Null where no embedder is installed. */
  embedder: string | null;
  embeddings: { system: number[]; output: number[] } | null;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function partFeatures(text: string): Record<string, number> {
  const words = wordsOf(text);
  const sentences = sentencesOf(text);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const distinct = new Set(words.map((word) => word.toLowerCase()));
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return {
    characters: text.length,
    /** A guess, as good for every model: nobody but its provider counts its tokens. */
    tokens: Math.ceil(text.length / 4),
    words: words.length,
    sentences: sentences.length,
    sentence_words: share(words.length, sentences.length),
    paragraphs: text.split(/\n[^\S\n]*\n/).filter((paragraph) => paragraph.trim() !== '').length,
    lines: lines.length,
    bullets: lines.filter((line) => /^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(line)).length,
    headings: lines.filter((line) => /^\s*(?:#{1,6}\s|[^\s].{0,40}:$)/.test(line)).length,
    commands: sentences.filter((sentence) => isCommand(sentence.text)).length,
    constraints: countOf(constraintPhrase, text),
    questions: sentences.filter((sentence) => sentence.text.endsWith('?')).length,
    examples_in_text: countOf(exampleInText, text),
    placeholders: placeholdersIn(text).length,
    vocabulary: distinct.size,
    vocabulary_share: share(distinct.size, words.length),
    word_letters: share(letters, words.length),
    long_words_share: share(words.filter((word) => word.length > 7).length, words.length),
    capital_words_share: share(words.filter((word) => /^\p{Lu}{2,}$/u.test(word)).length, words.length),
    digits_share: share(countOf(/\d/g, text), text.length),
    tone_polite: countOf(politePhrase, text),
    tone_forceful: countOf(forcefulPhrase, text),
    tone_hedged: countOf(hedgePhrase, text),
    tone_role: countOf(rolePhrase, text),
  };
}

function named(prefix: string, values: Record<string, number>): [string, number][] {
  return Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]);
}

function firstOf(vector: ArrayLike<number>): number[] {
  return Array.from({ length: embeddedDimensions }, (_, i) => Number((vector[i] ?? 0).toPrecision(7)));
}

export function promptFeatures(prompt: Prompt, embedded: EmbeddedParts | null = null): PromptFeatures {
  const wordsIn = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
  const values = Object.fromEntries([
    ...named('system', partFeatures(prompt.system)),
    ...named('output', partFeatures(prompt.output)),
    ['examples', prompt.examples.length],
    ['example_input_words', wordsIn(prompt.examples.map(({ input }) => input))],
    ['example_output_words', wordsIn(prompt.examples.map(({ output }) => output))],
  ]);
  if (embedded === null) return { version: featuresVersion, values, embedder: null, embeddings: null };
  const embeddings = { system: firstOf(embedded.system), output: firstOf(embedded.output) };
  return { version: featuresVersion, values, embedder: embedded.embedder, embeddings };
}
