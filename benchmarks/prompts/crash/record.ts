import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Product } from '@trainyard/testkit';

const most = 5;
const mostWords = 300;

/** What a run leaves behind, by the names under which it is compared. */
export type FinalRecord = Record<string, unknown>;

/** What the parts of a record are, in words for the page. */
export const compared: Readonly<Record<string, string>> = {
  status: 'status of the run',
  metrics: 'metrics: score of seed and winner on the test part, gain, calls of the budget',
  state:
    'the state of the search in the last checkpoint: every version with its text, edit, parents and features; every cell (version, item) with its scores; every decision of the races; parts, winner, finish; steps, curves and what was answered',
  sections: 'every section of the result, figure by figure',
  prompt: 'prompt.json, byte by byte',
  versions: 'the versions of the prompt in the library: texts, parents, origin, edit, reason',
};

/**
 * What cannot be equal by its nature is left out: ids, times, and what was paid, which is more where a call was under way when a
 * server died.
 */
const leftOut = new Set(['id', 'run', 'run_id', 'runId', 'at', 'created_at', 'updated_at', 'cost', 'usd', 'seq']);

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isCost(one)).map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !leftOut.has(name));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, plain(one)]));
}

/** A row or a fact of a section that tells the cost. */
function isCost(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, label } = value as { name?: unknown; label?: unknown };
  return name === 'cost' || label === 'Cost' || label === 'Cost so far';
}

function newestState(home: string, id: string): string {
  const folder = join(home, 'files/runs', id);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('optimizer.json'),
  );
  const files = names.map((name) => join(folder, name)).sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
  const newest = files.at(-1);
  if (newest === undefined) throw new Error('the run left no checkpoint');
  return readFileSync(newest, 'utf8');
}

/** What a run that has ended left behind, without the name of its prompt. */
export async function recordOf(product: Product, id: string, prompt: string): Promise<FinalRecord> {
  const { client, home } = product;
  const run = await client.call('getRun', { params: { id } });
  const { items: files } = await client.call('listFiles', { params: { id } });
  const { items: sections } = await client.call('listSections', { params: { id } });
  const { items: versions } = await client.call('listPromptVersions', { params: { name: prompt } });
  const own = Object.entries(run.metrics).filter(([name]) => !name.startsWith('system/'));
  const told = sections.filter(({ title }) => title !== 'Calls and cost');
  const texts: FinalRecord = {
    status: run.status,
    metrics: Object.fromEntries(own),
    state: JSON.parse(newestState(home, id)),
    sections: Object.fromEntries(told.sort((a, b) => (a.title < b.title ? -1 : 1)).map((one) => [one.title, one])),
    prompt: files.find(({ path }) => path.endsWith('prompt.json'))?.sha256 ?? null,
    versions: versions.sort((a, b) => a.version - b.version),
  };
  return JSON.parse(JSON.stringify(plain(texts)).replaceAll(JSON.stringify(prompt), '"PROMPT"'));
}

/** Where two records are not equal: the paths of what differs, the first few. */
export function differences(a: unknown, b: unknown, at = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return [`${at}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`.slice(0, mostWords)];
  }
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const member = (of: object, name: string): unknown => (of as Record<string, unknown>)[name] ?? null;
  return names
    .flatMap((name) => differences(member(a, name), member(b, name), at === '' ? name : `${at}.${name}`))
    .slice(0, most);
}
