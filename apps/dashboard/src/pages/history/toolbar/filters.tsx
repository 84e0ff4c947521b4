import type { RunColumns } from '@trainyard/contracts';
import { memo } from 'react';
import { useRoute } from '../../../api/use-route.ts';
import { type FilterField, type HistorySearch, isFiltered, noFilters, statusOrder } from '../search/history-search.ts';
import { joinList } from '../search/joined-list.ts';
import { DateMenu } from './date-menu.tsx';
import { FilterMenu } from './filter-menu.tsx';
import type { FilterOption } from './filter-options.ts';
import { SearchBox } from './search-box.tsx';
import classes from './toolbar.module.css';

export interface FiltersProps {
  search: HistorySearch;
  known: RunColumns | undefined;
  change: (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void;
}

const named = (counted: readonly { name: string; runs: number }[] | undefined): FilterOption[] =>
  (counted ?? []).map(({ name, runs }) => ({ value: name, label: name, runs }));

/** Search and filters. Each change goes to the first page. */
export const Filters = memo(function Filters({ search, known, change }: FiltersProps) {
  const me = useRoute('me', {}, { freshMs: 60_000 });
  const choose = (field: FilterField) => (values: string[]) =>
    change({ [field]: values.length === 0 ? undefined : joinList(values), page: undefined });
  const counts = new Map(known?.statuses.map(({ name, runs }) => [name, runs]));
  const statuses = statusOrder
    .filter((name) => counts.has(name) || search.status.includes(name))
    .map((name) => ({
      value: name,
      label: (name[0] ?? '').toUpperCase() + name.slice(1),
      runs: counts.get(name) ?? 0,
    }));
  const myId = me.data?.id;
  const owners = (known?.owners ?? []).map(({ id, name, runs }) => ({
    value: id === myId ? 'me' : id,
    label: id === myId ? `${name} (me)` : name,
    runs,
  }));
  if (!owners.some(({ value }) => value === 'me')) owners.unshift({ value: 'me', label: 'Me', runs: 0 });
  return (
    <search className={classes.filters} aria-label="Runs">
      <SearchBox q={search.q} search={(q) => change({ q: q || undefined, page: undefined }, { replace: true })} />
      <FilterMenu title="Status" options={statuses} chosen={search.status} choose={choose('status')} />
      <FilterMenu
        title="Data set"
        options={named(known?.datasets)}
        chosen={search.dataset}
        choose={choose('dataset')}
      />
      <FilterMenu title="Trainer" options={named(known?.trainers)} chosen={search.trainer} choose={choose('trainer')} />
      <FilterMenu title="Owner" options={owners} chosen={search.owner} choose={choose('owner')} />
      <FilterMenu
        title="Tag"
        options={named(known?.tags)}
        chosen={search.tag}
        choose={choose('tag')}
        other="key, or key=value and Enter"
      />
      <DateMenu from={search.from} to={search.to} choose={(range) => change({ ...range, page: undefined })} />
      {isFiltered(search) && (
        <button type="button" className={classes.plain} onClick={() => change(noFilters)}>
          Clear filters
        </button>
      )}
    </search>
  );
});
