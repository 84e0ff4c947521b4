import type { ConfigRule, ParameterSchema } from './types.ts';

function shareOf(part: string, value: number, tooltip: string): ParameterSchema {
  return {
    type: 'integer',
    minimum: 1,
    maximum: 97,
    default: value,
    title: `${part} share`,
    'x-ui': { group: 'data', unit: '%', tooltip },
  };
}

/** The parts of a data set of items for prompts, of which the last stays sealed until the run is decided. */
export const partsBlock: ParameterSchema = {
  type: 'object',
  title: 'Parts',
  description: 'How the items are divided. The trainer gets the test part once, when its prompts are final.',
  'x-ui': { group: 'data' },
  properties: {
    by: {
      type: 'string',
      enum: ['auto', 'given', 'content'],
      default: 'auto',
      title: 'Parts by',
      'x-ui': {
        group: 'data',
        control: 'select',
        tooltip:
          'Content: by what the items say, equal inputs and groups together. Given: the column "part" of the data set. Auto: given where there is one.',
      },
    },
    feedback: shareOf('Feedback', 20, 'Share of the items that the optimizer may read, with answers and failures.'),
    select: shareOf('Selection', 40, 'Share on which candidates race; the optimizer sees their scores only.'),
    confirm: shareOf('Confirmation', 15, 'Share on which the last three are compared once.'),
    test: shareOf('Test', 25, 'Share that stays sealed until the finalists are named; the result is measured on it.'),
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: 2_147_483_647,
      default: 0,
      title: 'Parts seed',
      'x-ui': { group: 'advanced', tooltip: 'Another seed puts other items into each part.' },
    },
  },
};

const sum = 'self.parts.feedback + self.parts.select + self.parts.confirm + self.parts.test';
export const partsRules: ConfigRule[] = [
  {
    rule: `${sum} == 100`,
    message: `Feedback + select + confirm + test must sum to 100 % (got {${sum}})`,
    path: 'parts.feedback',
  },
];
