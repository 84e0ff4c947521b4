import { placeholdersIn } from '../prompt/placeholders.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { joinSentences, type Sentence, sentencesOf } from '../prompt/sentences.ts';
import { type Edit, pick } from './actions.ts';
import { listed, shapeOfExpected } from './expected-shape.ts';

const roles = [
  'You are a careful expert.',
  'You are a precise and formal assistant.',
  'You are a friendly assistant.',
  'You are a confident specialist.',
];

/** The first sentence is the tone: one that sets a role is replaced, else one is put before it. */
export const changeTone: Edit = (prompt, { random }) => {
  const sentences = sentencesOf(prompt.system);
  const [first] = sentences;
  const sets = first !== undefined && /^you are\b/i.test(first.text) && placeholdersIn(first.text).length === 0;
  const role = pick(
    random,
    roles.filter((one) => one !== first?.text),
  );
  if (role === undefined) return null;
  const gap = first?.gap === '' || first === undefined || !sets ? ' ' : first.gap;
  const rest = sets ? sentences.slice(1) : sentences;
  return { ...prompt, system: joinSentences([{ text: role, gap }, ...rest]) };
};

/** One sentence less, of those that hold no placeholder; never the last one of the system part. */
export const removeText: Edit = (prompt, { random }) => {
  const system = sentencesOf(prompt.system);
  const output = sentencesOf(prompt.output);
  const free = (sentences: readonly Sentence[], part: 'system' | 'output') => {
    return sentences.flatMap(({ text }, at) => (placeholdersIn(text).length === 0 ? [{ part, at }] : []));
  };
  const places = [...(system.length > 1 ? free(system, 'system') : []), ...free(output, 'output')];
  const place = pick(random, places);
  if (place === undefined) return null;
  const without = (sentences: readonly Sentence[]): string => {
    return joinSentences(sentences.filter((_sentence, at) => at !== place.at));
  };
  return place.part === 'system' ? { ...prompt, system: without(system) } : { ...prompt, output: without(output) };
};

const fillers: [RegExp, string][] = [
  [/\b(?:please|kindly)\s+/gi, ''],
  [/\s*\b(?:very|really|quite|simply|just|carefully|basically|actually)\b/gi, ''],
  [/\bin order to\b/gi, 'to'],
  [/\bmake sure (?:that )?you\b/gi, 'you must'],
  [/\byour task is to\s+/gi, ''],
  [/\bi (?:want|would like) you to\s+/gi, ''],
  [/\s*\([^(){}]*\)/g, ''],
  [/,\s*(?:for example|for instance|such as)\b[^.{}]*(?=\.)/gi, ''],
];

function capitalised(text: string): string {
  return text.replace(/^\s*\p{Ll}/u, (start) => start.toUpperCase());
}

function shortened(text: string): string {
  const sentences = sentencesOf(text).map(({ text: sentence, gap }) => {
    const short = fillers.reduce((left, [filler, instead]) => left.replace(filler, instead), sentence);
    return (short === sentence ? sentence : capitalised(short.trim())) + gap;
  });
  return sentences.join('').trim();
}

/** Drops filler words; where there are none, what follows the first comma of the longest sentence. */
export const shortenPrompt: Edit = (prompt) => {
  const shorter: Prompt = { ...prompt, system: shortened(prompt.system), output: shortened(prompt.output) };
  if (shorter.system.length + shorter.output.length < prompt.system.length + prompt.output.length) return shorter;
  const sentences = sentencesOf(prompt.system);
  const clipped = sentences
    .map((sentence, at) => ({ sentence, at, head: /^[^,{}]{12,}(?=,)/.exec(sentence.text)?.[0] }))
    .filter(({ sentence, head }) => head !== undefined && placeholdersIn(sentence.text).length === 0)
    .sort((a, b) => b.sentence.text.length - a.sentence.text.length)[0];
  if (clipped === undefined) return null;
  const stop = /[.!?]$/.exec(clipped.sentence.text)?.[0] ?? '';
  const shorterSentences = sentences.map((sentence, at) => {
    return at === clipped.at ? { ...sentence, text: `${clipped.head}${stop}` } : sentence;
  });
  return { ...prompt, system: joinSentences(shorterSentences) };
};

/** The same sentences in another order, lines with lines; their gaps stay where they are. */
export const reorderComponents: Edit = (prompt, { random }) => {
  const sentences = sentencesOf(prompt.system);
  const distinct = new Set(sentences.map(({ text }) => text)).size;
  if (distinct < 2) return null;
  const texts = sentences.map(({ text }) => text);
  const moved = [...texts];
  while (moved.every((text, i) => text === texts[i])) random.shuffle(moved);
  const system = joinSentences(sentences.map(({ gap }, i) => ({ text: moved[i] ?? '', gap })));
  return { ...prompt, system };
};

/** Says how the answer is written, from what expected answers look like; or sets the rules as a list. */
export const formatImprovement: Edit = (prompt, { random, expected }) => {
  const shape = shapeOfExpected(expected);
  const word = shape.words === 1 ? 'one word' : `at most ${shape.words} words`;
  const letters = shape.lowercase ? ' in lower case' : '';
  const offered = [
    ...(shape.labels.length > 1 ? [`Format: ${word}${letters}: ${listed(shape.labels)}.`] : []),
    ...(shape.labels.length > 1 ? [`Output: ${shape.labels.join(' | ')}`] : []),
    ...(shape.json ? ['Format: one JSON value on its own.'] : []),
    ...(shape.number ? ['Format: digits and no other character.'] : []),
    ...(shape.words > 0 && !shape.json ? [`Format: ${word}${letters}, without quotes and without a full stop.`] : []),
    'Format: the answer on one line of its own.',
  ].filter((text) => !prompt.output.includes(text));
  const kept = sentencesOf(prompt.output).filter(({ text }) => placeholdersIn(text).length > 0);
  const outputs = offered.map((text) => {
    const output = [...kept.map((sentence) => sentence.text), text].join('\n');
    return { ...prompt, output };
  });
  const sentences = sentencesOf(prompt.system);
  const plain = sentences.length > 2 && sentences.every(({ text }) => !/^[-*•\d#]/.test(text));
  const list = { ...prompt, system: sentences.map(({ text }) => `- ${text}`).join('\n') };
  return pick(random, plain ? [...outputs, list] : outputs) ?? null;
};
