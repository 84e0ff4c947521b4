import { manifest as manifestSchema, TrainyardError } from '@trainyard/contracts';
import { describe, expect, it } from 'vitest';
import {
  checkConfig,
  checkParameters,
  defaultsOf,
  mergeConfig,
  nearestName,
  parseSet,
  saysOf,
  withSharedBlocks,
} from './index.ts';

const manifest = manifestSchema.parse({
  id: 'example',
  title: 'Example',
  purpose: 'Shows every kind of parameter.',
  family: 'tests',
  environment: 'none',
  entry: ['true'],
  needs: { dataset: { kinds: ['signals'], windows: true } },
  parameters: {
    type: 'object',
    required: ['command'],
    properties: {
      command: { type: 'string', minLength: 1 },
      epochs: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
      batch_size: { enum: [16, 32, 64, 128], default: 32 },
      learning_rate: { type: 'number', minimum: 1e-6, maximum: 1, default: 0.001 },
      dropout: { type: 'number', minimum: 0, exclusiveMaximum: 1, default: 0.3 },
      optimizer: { type: 'string', enum: ['adam', 'adamw', 'sgd'], default: 'adamw' },
      limit: { type: ['number', 'null'], minimum: 0, default: null, 'x-ui': { unit: 's', label: 'Time limit' } },
      layers: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: 5, default: [64, 64] },
      attention: {
        type: 'object',
        properties: {
          d_model: { type: 'integer', minimum: 1, default: 64, title: 'd_model' },
          heads: { type: 'integer', minimum: 1, default: 4 },
          on: { type: 'boolean', default: true },
        },
      },
      extra: { type: 'object', additionalProperties: true, default: {} },
    },
  },
  rules: [
    {
      rule: 'self.attention.d_model % self.attention.heads == 0',
      message: 'd_model ({self.attention.d_model}) must divide by heads ({self.attention.heads})',
    },
    {
      rule: 'self.batch_size <= data.train_size',
      message: 'Batch size must be at most the training set size ({data.train_size})',
    },
  ],
});
const { schema, rules } = withSharedBlocks(manifest);
const facts = {
  samples: 1430,
  classes: 11,
  train_size: 990,
  validation_size: 220,
  test_size: 220,
  min_rate_hz: 20_480,
  min_seconds: 1,
  channels: 2,
  number_columns: ['speed_hz'],
};

function check(set: Record<string, unknown>, data: typeof facts | null = facts): string[] {
  const { config } = mergeConfig({ schema, set: { command: 'true', ...set } });
  return checkConfig({ schema, rules, config, data }).map((issue) => issue.message);
}

describe('mergeConfig', () => {
  it('takes defaults, preset, file and set, from weak to strong, and tells where each value came from', () => {
    const merged = mergeConfig({
      schema,
      preset: { epochs: 10, 'attention.heads': 8 },
      file: { attention: { heads: 2 } },
      set: { 'split.seed': 3 },
    });
    expect(merged.config).toMatchObject({
      epochs: 10,
      attention: { d_model: 64, heads: 2 },
      split: { seed: 3, train: 70 },
    });
    expect(merged.origin).toMatchObject({
      epochs: 'preset',
      'attention.heads': 'file',
      'attention.d_model': 'default',
      'split.seed': 'set',
    });
  });

  it('replaces a list and an open object as a whole', () => {
    const merged = mergeConfig({
      schema,
      preset: { extra: { a: 1 }, layers: [1, 2, 3] },
      set: { extra: { b: 2 }, layers: [9] },
    });
    expect(merged.config.extra).toEqual({ b: 2 });
    expect(merged.config.layers).toEqual([9]);
  });

  it('does not let a key reach the prototype of objects', () => {
    const { config } = mergeConfig({ schema, set: { '__proto__.polluted': 1, constructor: 2 } });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Object.hasOwn(config, '__proto__')).toBe(true);
  });

  it('does not share its values with the defaults of the schema', () => {
    const first = mergeConfig({ schema }).config;
    if (Array.isArray(first.layers)) first.layers.push(1);
    expect(mergeConfig({ schema }).config.layers).toEqual([64, 64]);
  });
});

describe('parseSet', () => {
  it('types a value by the schema', () => {
    expect(parseSet(schema, 'epochs=20')).toEqual({ path: 'epochs', value: 20 });
    expect(parseSet(schema, 'command=20')).toEqual({ path: 'command', value: '20' });
    expect(parseSet(schema, 'command=a=b')).toEqual({ path: 'command', value: 'a=b' });
    expect(parseSet(schema, 'layers=8,16')).toEqual({ path: 'layers', value: [8, 16] });
    expect(parseSet(schema, 'layers=[8]')).toEqual({ path: 'layers', value: [8] });
    expect(parseSet(schema, 'attention.on=no')).toEqual({ path: 'attention.on', value: false });
    expect(parseSet(schema, 'limit=null')).toEqual({ path: 'limit', value: null });
    expect(parseSet(schema, 'batch_size=64')).toEqual({ path: 'batch_size', value: 64 });
    expect(parseSet(schema, 'extra={"a":1}')).toEqual({ path: 'extra', value: { a: 1 } });
  });

  it('keeps a name where a list of groups of settings may be named', () => {
    const metrics = { type: 'array', items: { type: 'object' } };
    const named = { type: 'object', properties: { metrics } };
    expect(parseSet(named, 'metrics=polite').value).toBe('polite');
    expect(parseSet(named, 'metrics={"metric":"bleu","weight":2}').value).toEqual([{ metric: 'bleu', weight: 2 }]);
    expect(parseSet(named, 'metrics=[{"metric":"bleu"}]').value).toEqual([{ metric: 'bleu' }]);
  });

  it('takes the alternative that the text is meant for', () => {
    const command = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
    const either = { type: 'object', properties: { command } };
    expect(parseSet(either, 'command=true').value).toBe('true');
    expect(parseSet(either, 'command=["a","b"]').value).toEqual(['a', 'b']);
  });

  it('keeps what it cannot type, so that the check says what was expected', () => {
    expect(check({ epochs: parseSet(schema, 'epochs=many').value })).toEqual([
      'Epochs must be a whole number from 1 to 500, got "many"',
    ]);
  });

  it('refuses what is no assignment', () => {
    expect(() => parseSet(schema, 'epochs')).toThrow(TrainyardError);
    expect(() => parseSet(schema, '=3')).toThrow(/expected key=value/);
  });
});

describe('checkConfig', () => {
  it('accepts the defaults', () => {
    expect(check({})).toEqual([]);
  });

  it('lists every problem at once, in words', () => {
    expect(
      check({
        epochz: 3,
        epochs: 0,
        batch_size: 33,
        learning_rate: 2,
        dropout: 1,
        optimizer: 'adm',
        limit: -1,
        layers: [],
        'attention.heads': 7,
        'split.train': 65,
        'split.trian': 65,
      }),
    ).toEqual([
      'Unknown setting "split.trian". Did you mean "split.train"?',
      'Unknown setting "epochz". Did you mean "epochs"?',
      'Epochs must be from 1 to 500, got 0',
      'Batch size must be a power of 2 (16, 32, 64, 128), got 33',
      'Learning rate must be from 0.000001 to 1, got 2',
      'Dropout must be at least 0 and less than 1, got 1',
      'Optimizer must be one of adam, adamw, sgd, got "adm"',
      'Time limit must be at least 0 s or empty (null), got -1',
      'Layers must have at least 1 entry, got []',
      'Train + validation + test must sum to 100 % (got 95)',
      'd_model (64) must divide by heads (7)',
    ]);
  });

  it('holds the configuration against the data', () => {
    expect(check({ batch_size: 64 }, { ...facts, train_size: 40 })).toEqual([
      'Batch size must be at most the training set size (40)',
    ]);
    expect(check({ 'window.seconds': 2 })).toEqual([
      'Window length (2 s) must be at most the shortest recording of the data set (1 s)',
    ]);
  });

  it('a parameter tells what its value comes to, once the data are known', () => {
    const told = (epochs: unknown, data: typeof facts | null) =>
      saysOf('{self.epochs * data.samples} looks', { schema, config: { epochs }, data });
    expect([told(2, facts), told(2, null), told('many', facts)]).toEqual(['2860 looks', null, null]);
    const epochs = { type: 'integer', default: 1, 'x-ui': { says: '{self.epochs +} looks' } };
    const [issue] = checkParameters({ type: 'object', properties: { epochs } }, []);
    expect(issue?.message).toMatch(/^"says" of "epochs" cannot be read: /);
  });

  it('asks for the role of a language model, once it is known which are chosen', () => {
    const given = { rule: '"grader" in roles', message: 'Nobody grades', path: 'epochs' };
    const { config } = mergeConfig({ schema, set: { command: 'true' } });
    const told = (roles: string[] | null) =>
      checkConfig({ schema, rules: [given], config, data: facts, roles }).map((issue) => issue.message);
    expect([told(null), told(['primary']), told(['grader'])]).toEqual([[], ['Nobody grades'], []]);
  });

  it('leaves rules about data out while no data set is chosen', () => {
    expect(check({ 'window.seconds': 2, batch_size: 128 }, null)).toEqual([]);
  });

  it('says once what is missing and names it', () => {
    const { config } = mergeConfig({ schema });
    expect(checkConfig({ schema, rules, config, data: null })).toEqual([
      { path: 'command', message: 'Command is missing: "command" has no default' },
    ]);
  });

  it('names the entry of a list that is wrong', () => {
    expect(check({ layers: [4, 0] })).toEqual(['Layers, entry 2, must be at least 1, got 0']);
    expect(check({ layers: [4, 'x'] })).toEqual(['Layers, entry 2, must be a whole number at least 1, got "x"']);
  });

  it('refuses numbers that no trainer can take', () => {
    expect(check({ learning_rate: Number.NaN })).toEqual(['Learning rate must be a finite number, got NaN']);
    expect(check({ limit: Number.POSITIVE_INFINITY })).toEqual(['Time limit must be a finite number, got Infinity']);
    expect(check({ 'attention.d_model': 2 ** 60 })[0]).toContain('d_model must be at most');
  });

  it('does not judge a rule whose key is wrong by itself', () => {
    expect(check({ 'attention.heads': 0 })).toEqual(['Heads must be at least 1, got 0']);
  });
});

describe('checkParameters', () => {
  const problems = (
    parameters: Record<string, unknown>,
    extra: { rule: string; message: string; path?: string }[] = [],
  ) => checkParameters({ type: 'object', properties: parameters }, extra).map((issue) => issue.message);

  it('finds nothing wrong with a good manifest', () => {
    expect(checkParameters(schema, rules)).toEqual([]);
  });

  it('tells a rule that cannot be read, with the rule and why', () => {
    const parameters = { a: { type: 'integer', default: 1 } };
    const problem = (rule: string, message = 'no') => problems(parameters, [{ rule, message }])[0];
    expect(problem('self.a ==')).toMatch(/^The rule "self.a ==" cannot be used: Unexpected token/);
    expect(problem('self.b > 1')).toBe(
      'The rule "self.b > 1" cannot be used: there is no parameter "b". Did you mean "self.a"?',
    );
    expect(problem('self.a + 1')).toBe('The rule "self.a + 1" cannot be used: it gave 2, expected true or false');
    expect(problem('self.a * 0.5 > 0.1')).toBeUndefined();
    expect(problem('self.a + "x" == "1x"')).toMatch(/no such overload/);
    expect(problem('self.a > 0', 'got {self.a + "x"}')).toMatch(/no such overload/);
    expect(problem('other.a > 0')).toMatch(/Unknown variable: other/);
    expect(problem('self.a > 1', 'a is {self.a}')).toBe('The defaults break the rule "self.a > 1": a is 1');
  });

  it('tells bounds and defaults that do not fit', () => {
    expect(problems({ a: { type: 'integer', minimum: 5, maximum: 1, default: 3 } })).toEqual([
      '"minimum" (5) of "a" is above "maximum" (1)',
    ]);
    expect(problems({ a: { type: 'integer', minimum: 5, default: 3 } })).toEqual([
      'The default is wrong: A must be at least 5, got 3',
    ]);
    expect(problems({ a: { type: 'whole' } })[0]).toMatch(/^The type "whole" is none of/);
    expect(problems({ a: { type: 'string', pattern: '(' } })[0]).toMatch(/is no regular expression/);
    expect(problems({ a: { type: 'string', 'x-ui': { colour: 'red' } } })[0]).toMatch(/"x-ui" of "a"/);
  });
});

describe('withSharedBlocks', () => {
  it('lets a trainer change the default of a shared key', () => {
    const own = { ...manifest.parameters, properties: { window: { properties: { seconds: { default: 1 } } } } };
    const blended = withSharedBlocks({ ...manifest, parameters: own });
    expect(defaultsOf(blended.schema)).toMatchObject({ window: { seconds: 1, overlap: 50 }, split: { by: 'unit' } });
  });
});

describe('nearestName', () => {
  it('finds the likely name and is silent where none is near', () => {
    expect(nearestName('epochz', ['epochs', 'batch_size'])).toBe('epochs');
    expect(nearestName('bacth_size', ['epochs', 'batch_size'])).toBe('batch_size');
    expect(nearestName('colour', ['epochs', 'batch_size'])).toBeNull();
  });
});
