import { type LanguageRole, languageRole, type Manifest } from '@trainyard/contracts';
import { partsBlock, partsRules } from './parts-block.ts';
import { isPlainObject } from './schema.ts';
import type { ConfigRule, ParameterSchema } from './types.ts';

/** Parameters that many trainers share, with one wording: the catalogue adds them to those that need them. */
const splitBlock: ParameterSchema = {
  type: 'object',
  title: 'Split',
  description: 'How the data set is divided into training, validation and test.',
  'x-ui': { group: 'data' },
  properties: {
    by: {
      type: 'string',
      minLength: 1,
      maxLength: 120,
      default: 'unit',
      title: 'Split by',
      'x-ui': {
        group: 'data',
        tooltip:
          'What is kept together on one side: "unit" (the physical unit that the data set declares), "recording", "window", or any unit or condition column. Only a split by unit tells how the model does on a unit that it has never seen.',
      },
    },
    train: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 70,
      title: 'Training share',
      'x-ui': { group: 'data', unit: '%', tooltip: 'Share of the units that the model learns from.' },
    },
    validation: {
      type: 'integer',
      minimum: 0,
      maximum: 99,
      default: 15,
      title: 'Validation share',
      'x-ui': {
        group: 'data',
        unit: '%',
        tooltip: 'Share that chooses the best epoch and settings; it is not scored at the end.',
      },
    },
    test: {
      type: 'integer',
      minimum: 0,
      maximum: 99,
      default: 15,
      title: 'Test share',
      'x-ui': { group: 'data', unit: '%', tooltip: 'Share that is looked at once, at the end, for the score.' },
    },
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: 2_147_483_647,
      default: 0,
      title: 'Split seed',
      'x-ui': { group: 'advanced', tooltip: 'Another seed puts other units into each part.' },
    },
  },
};
const splitRules: ConfigRule[] = [
  {
    rule: 'self.split.train + self.split.validation + self.split.test == 100',
    message:
      'Train + validation + test must sum to 100 % (got {self.split.train + self.split.validation + self.split.test})',
    path: 'split.train',
  },
  {
    rule: 'data.train_size > 0',
    message: 'Nothing is left to train on: the training part holds {data.train_size} of {data.samples} samples',
    path: 'split.by',
  },
];

const windowBlock: ParameterSchema = {
  type: 'object',
  title: 'Window',
  description: 'Signals are cut into windows of equal length; each window is one example.',
  'x-ui': { group: 'data' },
  properties: {
    seconds: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 3600,
      default: 0.25,
      title: 'Window length',
      'x-ui': {
        group: 'data',
        unit: 's',
        tooltip:
          'Longer windows hold more turns of the shaft and finer lines of the spectrum; shorter ones give more examples.',
      },
    },
    overlap: {
      type: 'integer',
      minimum: 0,
      maximum: 90,
      default: 50,
      title: 'Window overlap',
      'x-ui': { group: 'data', unit: '%', tooltip: 'How much of a window the next one repeats.' },
    },
  },
};
const windowRules: ConfigRule[] = [
  {
    rule: 'self.window.seconds <= data.min_seconds',
    message:
      'Window length ({self.window.seconds} s) must be at most the shortest recording of the data set ({data.min_seconds} s)',
    path: 'window.seconds',
  },
];

/** Numbers or ids as people give them; a frozen record keeps ids. */
function runsBlock(needs: NonNullable<Manifest['needs']['runs']>): ParameterSchema {
  const { min, max } = needs;
  const count = min === max ? `${min}` : `${min} to ${max}`;
  return {
    type: 'array',
    items: { type: ['integer', 'string'], minimum: 1, minLength: 1, maxLength: 40 },
    minItems: min,
    maxItems: max,
    uniqueItems: true,
    ...(min === 0 ? { default: [] } : {}),
    title: 'Runs',
    'x-ui': {
      group: 'data',
      label: 'Runs',
      control: 'list',
      basic: true,
      tooltip: `Which earlier runs are read: ${count}, by number or id.`,
    },
  };
}

/** References as people give them, `name@champion`; a frozen record keeps exact versions. */
function modelsBlock(needs: NonNullable<Manifest['needs']['models']>): ParameterSchema {
  const { min, max } = needs;
  const count = min === 0 ? `up to ${max}, or none` : min === max ? `${min}` : `${min} to ${max}`;
  return {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 130 },
    minItems: min,
    maxItems: max,
    uniqueItems: true,
    ...(min === 0 ? { default: [] } : {}),
    title: 'Models',
    'x-ui': {
      group: 'data',
      label: 'Models',
      control: 'list',
      basic: true,
      tooltip: `Which registered models are used: ${count}, by name, name@version or name@alias.`,
    },
  };
}

const roleWords: Record<LanguageRole, string> = {
  primary: 'answers with the prompt',
  evaluator: 'says what is wrong with answers',
  optimizer: 'writes better prompts',
  grader: 'judges answers',
};

/** Names as people give them; a frozen record keeps the model and its parameters too. */
function languageModelsBlock(roles: NonNullable<Manifest['needs']['language_models']>): ParameterSchema {
  const properties = roles.map((needed): [string, ParameterSchema] => {
    const role = languageRole.parse(needed.replace('?', ''));
    const without = needed.endsWith('?') ? '; without one, none' : '';
    return [
      role,
      {
        type: 'string',
        maxLength: 100,
        default: '',
        title: `${role.charAt(0).toUpperCase()}${role.slice(1)} model`,
        'x-ui': {
          group: 'training',
          control: 'text',
          basic: true,
          tooltip: `The language model that ${roleWords[role]}. Empty: your default for the role${without}.`,
        },
      },
    ];
  });
  return { type: 'object', title: 'Language models', properties: Object.fromEntries(properties) };
}

const budgetBlock: ParameterSchema = {
  type: 'object',
  title: 'Budget',
  properties: {
    usd: {
      type: ['number', 'null'],
      exclusiveMinimum: 0,
      maximum: 1_000_000,
      default: null,
      title: 'Budget in money',
      'x-ui': {
        group: 'training',
        unit: 'USD',
        basic: true,
        tooltip:
          'No call is made that could exceed it. Empty: no limit of its own; those of its owner and of the installation hold all the same. Needs the prices of the language models.',
      },
    },
  },
};

const promptBlock: ParameterSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 80,
  title: 'Prompt',
  'x-ui': {
    group: 'data',
    control: 'text',
    basic: true,
    tooltip: 'The prompt to begin with: its name, or name@version. The name alone is its current version.',
  },
};

/** A trainer may change the defaults and bounds of a shared block by describing the same keys. */
function blend(shared: ParameterSchema, own: unknown): ParameterSchema {
  if (!isPlainObject(own)) return shared;
  const sharedProperties = isPlainObject(shared.properties) ? shared.properties : {};
  const ownProperties = isPlainObject(own.properties) ? own.properties : {};
  const properties = Object.fromEntries(
    [...new Set([...Object.keys(sharedProperties), ...Object.keys(ownProperties)])].map((key) => {
      const base = sharedProperties[key];
      const change = ownProperties[key];
      return [key, isPlainObject(base) && isPlainObject(change) ? { ...base, ...change } : (change ?? base)];
    }),
  );
  return { ...shared, ...own, properties };
}

/** The complete schema and rules of a trainer: its own parameters and the shared blocks that its needs ask for. */
export function withSharedBlocks(manifest: Pick<Manifest, 'needs' | 'parameters' | 'rules'>): {
  schema: ParameterSchema;
  rules: ConfigRule[];
} {
  const own = isPlainObject(manifest.parameters.properties) ? manifest.parameters.properties : {};
  const {
    split: ownSplit,
    parts: ownParts,
    window: ownWindow,
    runs: ownRuns,
    models: ownModels,
    language_models: ownLanguageModels,
    budget: ownBudget,
    prompt: ownPrompt,
    ...rest
  } = own;
  const { dataset, runs, models, language_models, prompt } = manifest.needs;
  const asIs = (name: string, value: unknown): Record<string, unknown> =>
    value === undefined ? {} : { [name]: value };
  const sealed = dataset?.sealed_test === true;
  const splits = dataset?.split === true && !sealed;
  const windows = dataset?.windows === true;
  const properties = {
    ...(runs !== null ? { runs: blend(runsBlock(runs), ownRuns) } : ownRuns === undefined ? {} : { runs: ownRuns }),
    ...(models !== null
      ? { models: blend(modelsBlock(models), ownModels) }
      : ownModels === undefined
        ? {}
        : { models: ownModels }),
    ...(prompt ? { prompt: blend(promptBlock, ownPrompt) } : asIs('prompt', ownPrompt)),
    ...(language_models !== null
      ? {
          language_models: blend(languageModelsBlock(language_models), ownLanguageModels),
          budget: blend(budgetBlock, ownBudget),
        }
      : { ...asIs('language_models', ownLanguageModels), ...asIs('budget', ownBudget) }),
    ...(sealed ? { parts: blend(partsBlock, ownParts) } : asIs('parts', ownParts)),
    ...(splits ? { split: blend(splitBlock, ownSplit) } : ownSplit === undefined ? {} : { split: ownSplit }),
    ...(windows ? { window: blend(windowBlock, ownWindow) } : ownWindow === undefined ? {} : { window: ownWindow }),
    ...rest,
  };
  const required = Array.isArray(manifest.parameters.required) ? manifest.parameters.required : [];
  const asked = [
    ...(runs !== null && runs.min > 0 ? ['runs'] : []),
    ...(models !== null && models.min > 0 ? ['models'] : []),
    ...(prompt ? ['prompt'] : []),
  ].filter((key) => !required.includes(key));
  return {
    schema: {
      ...manifest.parameters,
      ...(asked.length === 0 ? {} : { required: [...asked, ...required] }),
      properties,
    },
    rules: [
      ...(sealed ? partsRules : []),
      ...(splits ? splitRules : []),
      ...(windows ? windowRules : []),
      ...manifest.rules,
    ],
  };
}
