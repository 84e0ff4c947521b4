import type { RunStatus } from '@trainyard/contracts';
import type { SearchText } from '../../../app/url-search.ts';
import { joinList, splitList } from './joined-list.ts';

export const statusOrder = [
  'running',
  'queued',
  'pausing',
  'paused',
  'stopping',
  'completed',
  'stopped',
  'failed',
  'cancelled',
] as const satisfies readonly RunStatus[];
export const pageSizes = [50, 100, 200] as const;
export type PageSize = (typeof pageSizes)[number];
export const usualSort = '-number';

/** What of the address decides which runs are shown, and how. */
export interface HistorySearch {
  q: string;
  status: readonly string[];
  trainer: readonly string[];
  /** Ids of users, or `me`. */
  owner: readonly string[];
  dataset: readonly string[];
  /** `key` or `key=value`. */
  tag: readonly string[];
  /** Days, `2026-01-31`, in the reader's zone; both ends belong to the range. */
  from: string;
  to: string;
  /** Deleted runs, which can be restored for a while, and no others. */
  deleted: boolean;
  sort: string;
  per: PageSize;
  page: number;
  /** The columns as the address tells them; undefined where it does not. */
  cols: string | undefined;
}

export type FilterField = 'status' | 'trainer' | 'owner' | 'dataset' | 'tag';
const filterFields = ['status', 'trainer', 'owner', 'dataset', 'tag'] as const satisfies readonly FilterField[];

const sortPattern =
  /^-?(number|name|status|priority|trainer|preset|dataset|owner|progress|created_at|queued_at|started_at|ended_at|running_s|(metric|parameter):.+)$/s;

/** What is wrong or unknown in an address is as if it were not there: old links still open. */
export function readHistorySearch(search: SearchText): HistorySearch {
  const sort = search.sort ?? '';
  const per = Number(search.per);
  const page = Number(search.page);
  return {
    q: (search.q ?? '').slice(0, 200),
    status: splitList(search.status).filter((value) => statusOrder.some((known) => known === value)),
    trainer: splitList(search.trainer),
    owner: splitList(search.owner),
    dataset: splitList(search.dataset),
    tag: splitList(search.tag),
    from: aDay(search.from),
    to: aDay(search.to),
    deleted: search.deleted === 'true',
    sort: sortPattern.test(sort) && sort.length <= 200 ? sort : usualSort,
    per: pageSizes.find((size) => size === per) ?? 50,
    page: Number.isSafeInteger(page) && page >= 1 && page <= 20_000 ? page : 1,
    cols: search.cols === undefined || search.cols === '' ? undefined : search.cols,
  };
}

function aDay(text: string | undefined): string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(new Date(text).getTime()) ? text : '';
}

/** Midnight before or after a day, where the reader is. */
function momentOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** The `filter` of the API. */
export function filterOf(search: HistorySearch): string {
  const terms = filterFields.flatMap((field) => search[field].map((value) => `${field}:${value}`));
  if (search.from !== '') terms.push(`from:${momentOf(search.from, 0)}`);
  if (search.to !== '') terms.push(`to:${momentOf(search.to, 1)}`);
  if (search.deleted) terms.push('deleted:true');
  return joinList(terms);
}

export function isFiltered(search: HistorySearch): boolean {
  return search.q.trim() !== '' || filterOf(search) !== '';
}

/** Takes all filters out of the address; sort, columns and page size stay. */
export const noFilters: Record<string, undefined> = {
  q: undefined,
  status: undefined,
  trainer: undefined,
  owner: undefined,
  dataset: undefined,
  tag: undefined,
  from: undefined,
  to: undefined,
  deleted: undefined,
  page: undefined,
};

/** The next sort when a column's header is used: its better end first, then the other, then the usual one. */
export function nextSort(current: string, field: string, firstDescending: boolean): string | undefined {
  const [first, second] = firstDescending ? [`-${field}`, field] : [field, `-${field}`];
  if (current === first) return second;
  return current === second ? undefined : first;
}
