import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { DataFacts, Issue } from '@trainyard/contracts';
import { isPlainObject, propertiesOf, schemaAt, typesOf } from './schema.ts';
import type { ConfigObject, ConfigRule, ParameterSchema } from './types.ts';

/**
 * Rules are CEL over `self` (the configuration), `data` (facts of data set and split) and `roles` (those that a language
 * model was chosen for). CEL is strict about numbers:
 * what the schema calls an integer goes in as BigInt, everything else as double. BigInt never leaves this file.
 */
const environment = new Environment({ unlistedVariablesAreDyn: false })
  .registerVariable('self', 'map')
  .registerVariable('data', 'map')
  .registerVariable('roles', 'list<string>');

/** CEL has no sums of integers and fractions; people who write rules do not think in types. */
const mixed: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};
for (const [operator, apply] of Object.entries(mixed)) {
  environment.registerOperator(`int ${operator} double`, (a: bigint, b: number) => apply(Number(a), b));
  environment.registerOperator(`double ${operator} int`, (a: number, b: bigint) => apply(a, Number(b)));
}

type Evaluate = (context: Record<string, unknown>) => unknown;
interface Expression {
  evaluate: Evaluate;
  type: string;
  /** Dotted keys of the configuration that it names. */
  paths: string[];
  usesData: boolean;
  usesRoles: boolean;
}
export interface CompiledRule {
  source: ConfigRule;
  condition: Expression;
  /** Text, expression, text, … */
  message: (string | Expression)[];
  path: string;
  paths: string[];
  usesData: boolean;
  usesRoles: boolean;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The names below `self` and `data` that an expression reads, as dotted keys. */
function namesIn(node: ASTNode): string[] {
  if (node.op === 'id') return [String(node.args)];
  if (node.op === '.') {
    const [left, key] = node.args;
    const below = namesIn(left);
    return below.length === 1 && (left.op === 'id' || left.op === '.') ? [`${below[0]}.${key}`] : below;
  }
  const parts: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  return parts.filter(isNode).flatMap(namesIn);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function compileExpression(text: string): Expression {
  const parsed = environment.parse(text);
  const checked = parsed.check();
  if (!checked.valid) throw checked.error ?? new Error('the types do not fit');
  const names = [...new Set(namesIn(parsed.ast))];
  return {
    evaluate: (context) => parsed(context),
    type: String(checked.type),
    paths: names.filter((name) => name.startsWith('self.')).map((name) => name.slice('self.'.length)),
    usesData: names.some((name) => name === 'data' || name.startsWith('data.')),
    usesRoles: names.includes('roles'),
  };
}

/** Throws where rule or message cannot be read. */
export function compileRule(source: ConfigRule): CompiledRule {
  const condition = compileExpression(source.rule);
  if (condition.type !== 'bool' && condition.type !== 'dyn') {
    throw new Error(`it gives ${condition.type}, expected true or false`);
  }
  const message = source.message.split(/\{([^{}]+)\}/).map((part, i) => (i % 2 === 0 ? part : compileExpression(part)));
  const expressions = [condition, ...message.filter((part) => typeof part !== 'string')];
  const paths = [...new Set(expressions.flatMap((expression) => expression.paths))];
  return {
    source,
    condition,
    message,
    path: source.path ?? paths[0] ?? '',
    paths,
    usesData: expressions.some((expression) => expression.usesData),
    usesRoles: expressions.some((expression) => expression.usesRoles),
  };
}

function isWhole(schema: ParameterSchema | null): boolean {
  const types = typesOf(schema);
  if (types.includes('number')) return false;
  if (types.includes('integer')) return true;
  return Array.isArray(schema?.enum) && schema.enum.every((one) => typeof one !== 'number' || Number.isInteger(one));
}

function toCel(value: unknown, schema: ParameterSchema | null): unknown {
  if (typeof value === 'number') return isWhole(schema) && Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) {
    const items = isPlainObject(schema?.items) ? schema.items : null;
    return value.map((item) => toCel(item, items));
  }
  if (!isPlainObject(value)) return value;
  const properties = propertiesOf(schema) ?? {};
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toCel(child, properties[key] ?? null)]));
}

const fractions: ReadonlySet<string> = new Set(['min_rate_hz', 'min_seconds']);
function factsToCel(data: DataFacts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value !== 'number' || fractions.has(name) ? value : BigInt(Math.round(value)),
    ]),
  );
}

function inWords(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(10)));
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return typeof value === 'string' ? value : String(value);
}

export interface RuleContext {
  schema: ParameterSchema;
  config: ConfigObject;
  data: DataFacts | null;
  /** Null where nobody knows yet which are chosen. */
  roles?: readonly string[] | null | undefined;
}

function valueAt(config: ConfigObject, path: string): unknown {
  let at: unknown = config;
  for (const key of path.split('.')) {
    // `self.layers.size()` names a function, not a key: what is no object ends the way.
    if (!isPlainObject(at)) return at;
    at = Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

/** The rule's sentence where it is broken, else null. Throws where it cannot be evaluated. */
export function evaluateRule(rule: CompiledRule, context: RuleContext): string | null {
  const variables: Record<string, unknown> = { self: toCel(context.config, context.schema) };
  if (context.data !== null) variables.data = factsToCel(context.data);
  if (context.roles != null) variables.roles = [...context.roles];
  const holds = rule.condition.evaluate(variables);
  if (typeof holds !== 'boolean') throw new Error(`it gave ${inWords(holds)}, expected true or false`);
  if (holds) return null;
  return rule.message.map((part) => (typeof part === 'string' ? part : inWords(part.evaluate(variables)))).join('');
}

/** Keys that the rule names and that have no value yet. */
export function absentPaths(rule: CompiledRule, config: ConfigObject): string[] {
  return rule.paths.filter((path) => valueAt(config, path) === undefined);
}

export function unknownPaths(rule: CompiledRule, schema: ParameterSchema): string[] {
  return rule.paths.filter((path) => {
    const keys = path.split('.');
    for (let n = 1; n <= keys.length; n += 1) {
      const at = schemaAt(schema, keys.slice(0, n).join('.'));
      if (at === null) return true;
      if (propertiesOf(at) === null) return false;
    }
    return false;
  });
}

export function brokenRule(rule: ConfigRule, error: unknown): Issue {
  return { path: 'rules', message: `The rule "${rule.rule}" cannot be used: ${firstLine(error)}` };
}
