import type { SearchText } from '../../../app/url-search.ts';
import { betterByName, metricTitle, tellingMetrics } from '../columns/metric-name.ts';

export interface BuiltInView {
  id: string;
  title: string;
  hint?: string;
  search: Record<string, string>;
}

/** Parts of the address that a view is made of; page, selection and foreign parts are not. */
export const viewParts = [
  'q',
  'status',
  'trainer',
  'owner',
  'dataset',
  'tag',
  'from',
  'to',
  'deleted',
  'sort',
  'per',
  'cols',
] as const;

export function builtInViews(metrics: readonly { name: string; runs: number }[]): BuiltInView[] {
  const [best] = tellingMetrics(metrics);
  const all: BuiltInView[] = [
    { id: 'all', title: 'All', search: {} },
    { id: 'mine', title: 'Mine', search: { owner: 'me' } },
    { id: 'running', title: 'Running', search: { status: 'queued,running,pausing,paused,stopping' } },
    { id: 'failed', title: 'Failed', search: { status: 'failed' } },
  ];
  const deleted: BuiltInView = {
    id: 'deleted',
    title: 'Deleted',
    hint: 'Deleted runs, as long as they can be restored',
    search: { deleted: 'true' },
  };
  if (best === undefined) return [...all, deleted];
  const sort = `${betterByName(best) === 'lower' ? '' : '-'}metric:${best}`;
  const top: BuiltInView = {
    id: 'top',
    title: 'Top',
    hint: `Best by ${metricTitle(best).toLowerCase()}`,
    search: { status: 'completed', sort },
  };
  return [...all, top, deleted];
}

/** The parts of an address that make a view, always in the same order. */
export function viewQuery(search: SearchText, parts: readonly string[] = viewParts): string {
  const params = new URLSearchParams();
  for (const part of parts) {
    const value = search[part];
    if (value !== undefined && value !== '') params.set(part, value);
  }
  return params.toString();
}

/** What changes the address so that it shows a view: its parts, and all others out. */
export function patchOfView(search: Record<string, string>): Record<string, string | undefined> {
  const out = Object.fromEntries([...viewParts, 'page'].map((part): [string, string | undefined] => [part, undefined]));
  for (const part of viewParts) if (search[part] !== undefined) out[part] = search[part];
  return out;
}

export function searchOfQuery(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

const withoutColumns = viewParts.filter((part) => part !== 'cols' && part !== 'per');

/** Whether an address shows just this view, whatever its columns. */
export function showsView(search: SearchText, view: Record<string, string>): boolean {
  return viewQuery(search, withoutColumns) === viewQuery(view, withoutColumns);
}
