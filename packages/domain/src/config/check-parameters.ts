import { type DataFacts, type Issue, languageRole, parameterUi } from '@trainyard/contracts';
import { nearestName } from './nearest.ts';
import { absentPaths, brokenRule, compileRule, evaluateRule, unknownPaths } from './rules.ts';
import { compileSays } from './says.ts';
import { defaultsOf, isPlainObject, leafPaths, propertiesOf, schemaAt, typesOf } from './schema.ts';
import { schemaIssues } from './schema-issues.ts';
import type { ConfigObject, ConfigRule, ParameterSchema } from './types.ts';

const knownTypes = ['integer', 'number', 'boolean', 'string', 'array', 'object', 'null'];
const numeric = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
];
const bounds: [low: string, high: string][] = [
  ['minimum', 'maximum'],
  ['minimum', 'exclusiveMaximum'],
  ['exclusiveMinimum', 'maximum'],
  ['exclusiveMinimum', 'exclusiveMaximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
];
/** A large, ordinary data set: rules are tried on it when a manifest is loaded. */
const sampleFacts: DataFacts = {
  samples: 1_000_000,
  classes: 5,
  train_size: 700_000,
  validation_size: 150_000,
  test_size: 150_000,
  min_rate_hz: 20_000,
  min_seconds: 3600,
  channels: 1,
  number_columns: ['speed_hz', 'load_n', 'oil_temperature_c'],
};

function checkOne(path: string, schema: ParameterSchema): Issue[] {
  const issues: Issue[] = [];
  const say = (message: string): void => void issues.push({ path: `parameters.${path}`, message });
  for (const type of typesOf(schema)) {
    if (!knownTypes.includes(type)) say(`The type "${type}" is none of ${knownTypes.join(', ')}`);
  }
  if (
    typesOf(schema).length === 0 &&
    !Array.isArray(schema.enum) &&
    schema.anyOf === undefined &&
    schema.oneOf === undefined
  ) {
    say(`"${path}" has neither a type nor an enum`);
  }
  for (const key of numeric) {
    if (schema[key] !== undefined && (typeof schema[key] !== 'number' || !Number.isFinite(schema[key]))) {
      say(`"${key}" of "${path}" must be a number, got ${JSON.stringify(schema[key])}`);
    }
  }
  for (const [low, high] of bounds) {
    const from = schema[low];
    const to = schema[high];
    if (typeof from === 'number' && typeof to === 'number' && from > to) {
      say(`"${low}" (${from}) of "${path}" is above "${high}" (${to})`);
    }
  }
  if (schema.enum !== undefined && (!Array.isArray(schema.enum) || schema.enum.length === 0)) {
    say(`"enum" of "${path}" must be a list of at least one value`);
  }
  if (schema.pattern !== undefined) {
    try {
      new RegExp(String(schema.pattern), 'u');
    } catch (error) {
      say(`"pattern" of "${path}" is no regular expression: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const ui = parameterUi.safeParse(schema['x-ui'] ?? {});
  if (!ui.success) for (const one of ui.error.issues) say(`"x-ui" of "${path}": ${one.message}`);
  else if (ui.data.says !== undefined) {
    try {
      compileSays(ui.data.says);
    } catch (error) {
      say(`"says" of "${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return issues;
}

function checkSchema(schema: ParameterSchema): Issue[] {
  if (schema.type !== 'object' || (schema.properties !== undefined && !isPlainObject(schema.properties))) {
    return [
      { path: 'parameters', message: 'The parameters must be a JSON Schema with "type: object" and "properties"' },
    ];
  }
  const issues: Issue[] = [];
  const visit = (at: ParameterSchema, prefix: string): void => {
    const named = isPlainObject(at.properties) ? at.properties : {};
    for (const [key, child] of Object.entries(named)) {
      const path = prefix + key;
      if (key.includes('.')) issues.push({ path: `parameters.${path}`, message: `"${path}" may not contain a dot` });
      if (!isPlainObject(child))
        issues.push({ path: `parameters.${path}`, message: `"${path}" must be a JSON Schema` });
      else {
        issues.push(...checkOne(path, child));
        if (propertiesOf(child) !== null) visit(child, `${path}.`);
      }
    }
    for (const key of Array.isArray(at.required) ? at.required : []) {
      if (typeof key === 'string' && !Object.hasOwn(named, key)) {
        issues.push({ path: 'parameters.required', message: `"${prefix}${key}" is required but not described` });
      }
    }
  };
  visit(schema, '');
  return issues;
}

function checkRule(schema: ParameterSchema, rule: ConfigRule, defaults: ConfigObject): Issue[] {
  try {
    const compiled = compileRule(rule);
    const unknown = unknownPaths(compiled, schema);
    if (unknown.length > 0) {
      const near = nearestName(unknown[0] ?? '', leafPaths(schema));
      const guess = near === null ? '' : `. Did you mean "self.${near}"?`;
      return [brokenRule(rule, new Error(`there is no parameter "${unknown.join('", "')}"${guess}`))];
    }
    if (rule.path !== undefined && schemaAt(schema, rule.path) === null) {
      return [brokenRule(rule, new Error(`its path "${rule.path}" is no parameter`))];
    }
    if (absentPaths(compiled, defaults).length > 0) return [];
    const said = evaluateRule(compiled, { schema, config: defaults, data: sampleFacts, roles: languageRole.options });
    // What the message says when a rule is broken has to be evaluable too.
    for (const part of compiled.message) {
      if (typeof part !== 'string' && said === null) {
        evaluateRule(
          { ...compiled, condition: { ...compiled.condition, evaluate: () => false } },
          {
            schema,
            config: defaults,
            data: sampleFacts,
            roles: languageRole.options,
          },
        );
        break;
      }
    }
    if (said !== null && !compiled.usesData) {
      return [{ path: 'rules', message: `The defaults break the rule "${rule.rule}": ${said}` }];
    }
    return [];
  } catch (error) {
    return [brokenRule(rule, error)];
  }
}

/** Problems of a manifest's schema and rules, found when it is loaded: broken ones are told, never met in a form. */
export function checkParameters(schema: ParameterSchema, rules: readonly ConfigRule[]): Issue[] {
  const issues = checkSchema(schema);
  if (issues.length > 0) return issues;
  const defaults = defaultsOf(schema);
  for (const issue of schemaIssues(schema, defaults)) {
    if (issue.message.includes(' is missing: ')) continue;
    issues.push({ path: `parameters.${issue.path}`, message: `The default is wrong: ${issue.message}` });
  }
  for (const rule of rules) issues.push(...checkRule(schema, rule, defaults));
  return issues;
}
