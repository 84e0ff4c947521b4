import { Link } from '@tanstack/react-router';
import type { Dataset } from '@trainyard/contracts';
import { useRoute } from '../../api/use-route.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Bytes } from '../../components/figures.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { formatInteger, nothing } from '../../format/number.ts';
import { recordedFor, unitsOf } from './dataset-words.ts';
import classes from './datasets.module.css';

/** The newest run that worked on it. */
function LastUsed({ name }: { name: string }) {
  const runs = useRoute(
    'listRuns',
    { query: { filter: `dataset:${name}`, sort: '-created_at', limit: 1 } },
    { freshMs: 30_000 },
  );
  const last = runs.data?.items[0];
  if (last === undefined) return <span className="muted">{runs.data === undefined ? '…' : 'never'}</span>;
  return (
    <Link to="/runs/$id" params={{ id: String(last.number) }} title={last.name}>
      <Time at={last.created_at} />
    </Link>
  );
}

const columns: readonly Column<Dataset>[] = [
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: ({ name }) => (
      <Link to="/datasets/$name" params={{ name }} className={classes.name ?? ''} title={name}>
        {name}
      </Link>
    ),
  },
  { key: 'kind', title: 'Kind', cell: ({ latest }) => latest.kind },
  {
    key: 'badge',
    title: 'Origin',
    cell: ({ latest }) => (latest.badge === null ? nothing : <Badge tone="warn">{latest.badge}</Badge>),
  },
  { key: 'samples', title: 'Samples', numeric: true, cell: ({ latest }) => formatInteger(latest.samples) },
  {
    key: 'classes',
    title: 'Classes',
    numeric: true,
    cell: ({ latest }) => (latest.classes.length === 0 ? nothing : formatInteger(latest.classes.length)),
  },
  { key: 'units', title: 'Units', numeric: true, cell: ({ latest }) => unitsOf(latest) },
  { key: 'length', title: 'Recorded', numeric: true, cell: ({ latest }) => recordedFor(latest) },
  { key: 'size', title: 'Size', numeric: true, cell: ({ latest }) => <Bytes bytes={latest.size} /> },
  { key: 'version', title: 'Version', numeric: true, cell: ({ latest }) => latest.version },
  { key: 'made', title: 'Made', cell: ({ latest }) => <Time at={latest.created_at} /> },
  { key: 'used', title: 'Last used', cell: ({ name }) => <LastUsed name={name} /> },
];

export function DatasetTable({ items }: { items: readonly Dataset[] }) {
  return (
    <DataTable
      caption="Data sets"
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      none="No data set has a name like that."
    />
  );
}
