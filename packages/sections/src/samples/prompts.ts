import type { Section } from '@trainyard/contracts';

export const onePrompt: Section = {
  type: 'prompt',
  title: 'The best prompt',
  notes: [],
  data: {
    system:
      'You read maintenance notes and answer with one word: the part that failed.\n\nAnswer "none" where no part is named.',
    output: 'One word, lower case, no punctuation.',
  },
};

const flip = (item: number, effect: 'fixed' | 'broke', input: string, expected: string, answers: [string, string]) => ({
  item: `${item}`,
  effect,
  input,
  expected,
  before: answers[0],
  after: answers[1],
});

export const lineage: Section = {
  type: 'prompt-lineage',
  title: 'How the prompt came about',
  notes: [],
  data: {
    versions: [
      {
        id: 'v1',
        status: 'first',
        title: 'seed',
        origin: 'human',
        score: 0.61,
        tokens: 8,
        system: 'Name the failed part.',
      },
      {
        id: 'v2',
        parent: 'v1',
        status: 'kept',
        title: 'add constraint: asks for one word',
        origin: 'model',
        score: 0.7,
        tokens: 11,
        system: 'Name the failed part in one word.',
        output: 'Lower case.',
        compared: 60,
        fixed: 7,
        broke: 2,
        flips: [
          flip(14, 'fixed', 'Bearing 3 was loud, cage broken.', 'cage', ['The cage of bearing 3.', 'cage']),
          flip(31, 'fixed', 'Seal leaks again.', 'seal', ['Seal, probably', 'seal']),
          flip(40, 'broke', 'Outer race spalled.', 'outer race', ['outer race', 'race']),
        ],
      },
      {
        id: 'v3',
        parent: 'v1',
        status: 'dropped',
        title: 'add example: gives one example',
        origin: 'scripted',
        score: 0.58,
        tokens: 31,
        system: 'Name the failed part.',
        examples: [{ input: 'The seal leaks.', output: 'seal' }],
        compared: 20,
        fixed: 0,
        broke: 1,
        flips: [],
      },
      {
        id: 'v4',
        parent: 'v2',
        status: 'delivered',
        title: 'clarify instruction: says what to do where no part is named',
        origin: 'model',
        score: 0.79,
        tokens: 14,
        system: 'Name the failed part in one word, or "none".',
        output: 'Lower case.',
        compared: 60,
        fixed: 6,
        broke: 0,
        flips: [flip(52, 'fixed', 'Nothing found, oil changed.', 'none', ['oil', 'none'])],
      },
    ],
  },
};

export const improved: Section = {
  type: 'verdict',
  title: 'Result',
  notes: ['The budget paid for 120 of the 200 test items.'],
  data: {
    outcome: 'better',
    sentence: 'Improved: 0.612 → 0.788 on 120 of 120 test items, 17.6 points (95 % interval 9.1 to 26.0).',
    before: 'v1, the seed',
    after: 'v4, the winner',
    rows: [
      {
        label: 'Score on test',
        before: 0.612,
        after: 0.788,
        difference: { value: 0.176, low: 0.091, high: 0.26 },
        unit: '',
        better: 'higher',
      },
      { label: 'Tokens a call', before: 41, after: 47, difference: null, unit: '', better: 'lower' },
    ],
    facts: [
      { label: 'Delivered', value: 'v4' },
      { label: 'Calls', value: '598 of 600' },
      { label: 'Cost', value: '0.0213 USD' },
      { label: 'Why it ended', value: 'What is left of the budget does not pay for another round.' },
    ],
  },
};

export const stepList: Section = {
  type: 'steps',
  title: 'Steps',
  notes: [],
  live: true,
  data: {
    group: 'Iteration',
    unit: 'calls',
    steps: [
      { group: '1', name: 'infer', detail: 'v1 on 12 items', status: 'done', used: 12 },
      { group: '1', name: 'evaluate', detail: 'v1 on 12 items: 0.583; 5 wrong', status: 'done', used: 12 },
      {
        group: '1',
        name: 'propose',
        detail: 'Candidates v2 (add constraint), v3 (add example)',
        status: 'done',
        used: 13,
      },
      { group: '1', name: 'infer again', detail: '36 of 60 answers', status: 'current', used: 49 },
      { group: '1', name: 'compare', detail: '', status: 'ahead', used: null },
    ],
  },
};

export const raceBoard: Section = {
  type: 'race',
  title: 'Candidates that race',
  notes: ['1 dropped early; 40 calls saved.'],
  live: true,
  data: {
    against: 'v1',
    unit: 'blocks',
    entrants: [
      {
        name: 'v2',
        detail: 'add constraint',
        status: 'racing',
        done: 4,
        of: 6,
        chance: 0.94,
        bar: 0.35,
        score: 0.725,
        saved: '',
      },
      {
        name: 'v3',
        detail: 'add example',
        status: 'dropped',
        done: 2,
        of: 6,
        chance: 0.11,
        bar: 0.25,
        score: 0.55,
        saved: '40 calls',
      },
      {
        name: 'v4',
        detail: 'shorten',
        status: 'kept',
        done: 6,
        of: 6,
        chance: 0.973,
        bar: 0.9,
        score: 0.788,
        saved: '',
      },
    ],
  },
};

export const budget: Section = {
  type: 'meters',
  title: 'Budget',
  notes: [],
  live: true,
  data: {
    meters: [
      { label: 'Calls', used: 312, limit: 600, unit: 'calls', note: 'the preflight took 160 of them' },
      { label: 'Cost', used: 0.0121, limit: 5, unit: 'USD', note: null },
      { label: 'Test items set aside', used: 120, limit: null, unit: 'calls', note: null },
    ],
  },
};
