import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { type HistorySearch, isFiltered, noFilters } from './search/history-search.ts';

export interface NoRunsProps {
  search: HistorySearch;
  total: number;
  change: (patch: Record<string, string | undefined>) => void;
}

/** Why no row is here, and the way out. */
export function NoRuns({ search, total, change }: NoRunsProps) {
  if (total > 0) {
    return (
      <EmptyState
        title={`There is no page ${search.page}.`}
        action={
          <Button variant="default" onClick={() => change({ page: String(Math.ceil(total / search.per)) })}>
            Last page
          </Button>
        }
      >
        Runs were deleted, or the link is from a longer list.
      </EmptyState>
    );
  }
  if (search.deleted && search.q === '') {
    return (
      <EmptyState title="No deleted run can be restored.">
        Deleted runs stay here for a while, then they are gone.
      </EmptyState>
    );
  }
  if (isFiltered(search)) {
    return (
      <EmptyState
        title="No run fits."
        action={
          <Button variant="default" onClick={() => change(noFilters)}>
            Clear filters
          </Button>
        }
      >
        Words are looked for at the beginning of the words of names, notes, tags, data sets and trainers.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="There are no runs yet."
      action={
        <Button component={Link} to="/new">
          New run
        </Button>
      }
    >
      Everything that takes time is a run: training, importing data, making a report.
    </EmptyState>
  );
}
