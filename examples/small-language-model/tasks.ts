import { seededRandom } from '@trainyard/domain';

/** Small tasks with one right answer each, made in code, that a model of 135 million weights can do when it is asked well. */
export interface TaskItem {
  input: string;
  expected: string;
}

export interface Task {
  name: string;
  /** What a hurried person would write first. */
  seed: string;
  maxTokens: number;
  make: (pick: <T>(list: readonly T[]) => T, below: (n: number) => number) => TaskItem;
}

const things = [
  'film',
  'book',
  'hotel',
  'dinner',
  'concert',
  'phone',
  'game',
  'trip',
  'room',
  'song',
  'play',
  'coffee',
];
const praise = [
  'wonderful',
  'great',
  'excellent',
  'lovely',
  'delightful',
  'superb',
  'charming',
  'brilliant',
  'perfect',
];
const blame = ['terrible', 'awful', 'boring', 'horrible', 'dreadful', 'poor', 'disappointing', 'dull', 'useless'];
const frames = [
  'The {thing} was {word}.',
  'What a {word} {thing}!',
  'I found the {thing} {word}.',
  'A {word} {thing}.',
];

const topics = {
  sports: [
    'The striker scored a late goal.',
    'She won the tennis final.',
    'The team lost the match.',
    'He ran a marathon.',
  ],
  food: [
    'Bake the bread for an hour.',
    'The soup needs more salt.',
    'We ate rice and fish.',
    'Add butter to the cake.',
  ],
  weather: [
    'Rain is expected tonight.',
    'A storm hit the coast.',
    'It will be sunny and warm.',
    'Snow fell on the hills.',
  ],
  music: ['The band played a new song.', 'She sings in a choir.', 'He plays the piano.', 'The album has ten tracks.'],
} as const;
const before = [
  '',
  'Today: ',
  'News: ',
  'Yes, ',
  'Note: ',
  'They say: ',
  'Well, ',
  'Again: ',
  'Heard this: ',
  'Look: ',
];
const after = ['', ' Really.', ' So they say.', ' Just now.', ' As ever.', ' At last.', ' Again.'];

const works = ['bridge', 'church', 'school', 'tower', 'mill', 'library', 'station', 'harbour', 'theatre', 'museum'];
const deeds = ['was built in {year}', 'opened its doors in {year}', 'burned down in {year}', 'was sold in {year}'];
/** Other numbers, so that copying the first one is not enough. */
const asides = [
  'The {work} {deed} by {n} men.',
  'With {n} windows, the {work} {deed}.',
  'After {n} days of work the {work} {deed}.',
  'The {work} on {n} Mill Road {deed}.',
];

const people = ['anna', 'tom', 'maria', 'lee', 'omar', 'ines', 'paul', 'rosa', 'karl', 'nina', 'sven', 'amy'];
const hosts = ['mail.com', 'post.org', 'example.net', 'office.com', 'home.org'];
const letters = [
  'Write to {mail} today.',
  'My address is {mail}.',
  'Send it to {mail}, please.',
  'Ask {mail} about it.',
];

export const tasks: readonly Task[] = [
  {
    name: 'sentiment',
    seed: 'Look at the sentiment of the text.',
    maxTokens: 6,
    make: (pick, below) => {
      const good = below(2) === 0;
      const word = pick(good ? praise : blame);
      const input = pick(frames).replace('{thing}', pick(things)).replace('{word}', word);
      return { input, expected: good ? 'positive' : 'negative' };
    },
  },
  {
    name: 'topic',
    seed: 'Look at the topic of the text.',
    maxTokens: 6,
    make: (pick) => {
      const expected = pick(Object.keys(topics) as (keyof typeof topics)[]);
      return { input: `${pick(before)}${pick(topics[expected])}${pick(after)}`, expected };
    },
  },
  {
    name: 'year',
    seed: 'Look at the year in the text.',
    maxTokens: 8,
    make: (pick, below) => {
      const expected = String(1600 + below(420));
      const deed = pick(deeds).replace('{year}', expected);
      const aside = pick(asides).replace('{work}', pick(works)).replace('{deed}', deed);
      return { input: aside.replace('{n}', String(12 + below(9000))), expected };
    },
  },
  {
    name: 'email',
    seed: 'Look at the e-mail address in the text.',
    maxTokens: 20,
    make: (pick, below) => {
      const expected = `${pick(people)}${below(90) + 10}@${pick(hosts)}`;
      return { input: pick(letters).replace('{mail}', expected), expected };
    },
  },
];

/** So many different items of a task; the same seed makes the same ones. */
export function itemsOf(task: Task, count: number, seed = 1): TaskItem[] {
  const random = seededRandom(seed);
  const below = (n: number): number => random.below(n);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[below(list.length)];
    if (chosen === undefined) throw new Error('there is nothing to pick from');
    return chosen;
  };
  const made = new Map<string, TaskItem>();
  for (let tries = 0; made.size < count; tries += 1) {
    if (tries > 100 * count) throw new Error(`${task.name} has fewer than ${count} different items`);
    const item = task.make(pick, below);
    made.set(item.input, item);
  }
  return [...made.values()];
}
