import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { About } from './outside.ts';
import { compilePattern } from './pattern/index.ts';

/** What is wrong with an expression, with its place: words for the person who wrote it. */
export class ExpressionError extends Error {}

const longest = { source: 2000, text: 20_000 };
const mostWords = 2000;
const mostNodes = 400;

function bounded(parts: string[]): string[] {
  return parts.filter((part) => part !== '').slice(0, mostWords);
}

/** CEL has no sums of integers and fractions; people who write metrics do not think in types. */
const mixed: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

function environmentOf(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: false,
    limits: { maxAstNodes: mostNodes, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
  })
    .registerVariable('answer', 'string')
    .registerVariable('expected', 'string')
    .registerVariable('input', 'string')
    .registerVariable('values', 'map<string, string>')
    .registerVariable('metrics', 'map<string, double>')
    .registerFunction('words(string): list<string>', (text: string) => bounded(text.split(/\s+/)))
    .registerFunction('lines(string): list<string>', (text: string) => bounded(text.split(/\r?\n/)))
    .registerFunction('share(int, int): double', (part: bigint, whole: bigint) =>
      whole === 0n ? 0 : Number(part) / Number(whole),
    )
    .registerFunction('min(double, double): double', (a: number, b: number) => Math.min(a, b))
    .registerFunction('max(double, double): double', (a: number, b: number) => Math.max(a, b))
    .registerFunction('string.fits(string): bool', (text: string, source: string) => patternOf(source).test(text));
  for (const [operator, apply] of Object.entries(mixed)) {
    environment.registerOperator(`int ${operator} double`, (a: bigint, b: number) => apply(Number(a), b));
    environment.registerOperator(`double ${operator} int`, (a: number, b: bigint) => apply(a, Number(b)));
  }
  return environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b));
}
const environment = environmentOf();

/** One that is written in the expression is read once. */
const patterns = new Map<string, ReturnType<typeof compilePattern>>();
function patternOf(source: string): ReturnType<typeof compilePattern> {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = compilePattern(source);
  if (patterns.size > 100) patterns.clear();
  patterns.set(source, made);
  return made;
}

const overLists = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);
/** Everything else is refused: what is here takes a time that grows with the text, and no more. */
const functions = new Set([
  ...['words', 'lines', 'share', 'min', 'max', 'fits', 'size', 'has', 'int', 'double', 'string', 'bool'],
  ...['contains', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'substring', 'trim', 'lowerAscii', 'upperAscii'],
  ...overLists,
]);

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function at(node: { range?: { start: number } } | undefined): string {
  return node?.range === undefined ? '' : ` at character ${node.range.start + 1}`;
}

/** A loop in a loop takes the square of the time: there is none. */
function refuseUnbounded(node: ASTNode, looping: boolean): void {
  const called = node.op === 'call' || node.op === 'rcall' ? String(node.args[0]) : null;
  if (called !== null && !functions.has(called)) {
    const other = called === 'matches' ? '; use text.fits("pattern")' : '';
    throw new ExpressionError(`There is no function ${called}${other}${at(node)}`);
  }
  const loops = called !== null && overLists.has(called);
  if (loops && looping) throw new ExpressionError(`${called} stands within another loop${at(node)}`);
  const parts: unknown[] = Array.isArray(node.args) ? node.args.flat(2) : [node.args];
  for (const part of parts.filter(isNode)) refuseUnbounded(part, looping || loops);
}

function inWords(error: unknown): string {
  if (error instanceof ExpressionError) return error.message;
  const { summary, range } = error as { summary?: unknown; range?: { start: number } };
  const words = typeof summary === 'string' ? summary : error instanceof Error ? error.message : String(error);
  return `${words.split('\n')[0]}${at(range === undefined ? undefined : { range })}`;
}

function score(value: unknown): number {
  const number = typeof value === 'boolean' ? Number(value) : typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && number >= 0 && number <= 1) return number;
  const told = typeof number === 'number' ? number : typeof number;
  throw new ExpressionError(`It gave ${told}, expected 0 to 1, or true or false`);
}

/**
 * A metric that somebody writes: CEL over `answer`, `expected`, `input`, `values` and the `metrics` that stand before it. It can
 * neither reach anything nor hang: no loop within a loop, patterns that take linear time, texts and lists cut at a bound.
 * Throws an ExpressionError here where it cannot be read, and from what it gives where an item makes it fail.
 */
export function compileExpression(source: string): (answer: string, expected: string, about: About) => number {
  if (source.length > longest.source) {
    throw new ExpressionError(`An expression has at most ${longest.source} characters, got ${source.length}`);
  }
  try {
    const parsed = environment.parse(source);
    refuseUnbounded(parsed.ast, false);
    const checked = parsed.check();
    if (!checked.valid) throw checked.error ?? new Error('the types do not fit');
    const type = String(checked.type);
    if (!['bool', 'int', 'double', 'dyn'].includes(type)) throw new ExpressionError(`It gives ${type}, not a number`);
    const cut = (text: string): string => text.slice(0, longest.text);
    return (answer, expected, { input, values, metrics }) => {
      try {
        const texts = { answer: cut(answer), expected: cut(expected), input: cut(input) };
        const cells = Object.entries(values).map(([name, value]) => [name, cut(value)]);
        return score(parsed({ ...texts, values: Object.fromEntries(cells), metrics }));
      } catch (error) {
        throw new ExpressionError(inWords(error));
      }
    };
  } catch (error) {
    throw new ExpressionError(`The expression cannot be used: ${inWords(error)}`);
  }
}
