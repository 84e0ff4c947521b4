import { Link } from '@tanstack/react-router';
import type { Model } from '@trainyard/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Bytes } from '../../components/figures.tsx';
import { Badge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { count, formatInteger, nothing } from '../../format/number.ts';
import { caveatOf, metricWords } from './metric-words.ts';
import classes from './models.module.css';
import type { ChosenModels } from './use/chosen-models.ts';

function uses({ versions }: Model): number {
  return versions.reduce((sum, { used_by }) => sum + used_by, 0);
}

const columns: readonly Column<Model>[] = [
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: ({ name }) => (
      <Link to="/models/$ref" params={{ ref: name }} className={classes.name ?? ''} title={name}>
        {name}
      </Link>
    ),
  },
  { key: 'versions', title: 'Versions', numeric: true, cell: ({ versions }) => formatInteger(versions.length) },
  {
    key: 'aliases',
    title: 'Aliases',
    cell: ({ aliases }) =>
      aliases.length === 0 ? (
        nothing
      ) : (
        <span className={classes.aliases}>
          {aliases.map(({ alias, version }) => (
            <Badge key={alias} tone="accent">
              {`${alias} @${version}`}
            </Badge>
          ))}
        </span>
      ),
  },
  {
    key: 'metric',
    title: 'Newest judged by',
    cell: ({ latest }) => {
      const words = latest === null ? null : metricWords(latest);
      const caveat = latest === null ? null : caveatOf(latest);
      if (words === null) return nothing;
      return <span title={caveat === null ? words : `${words}; ${caveat}`}>{words}</span>;
    },
  },
  { key: 'trainer', title: 'Trainer', cell: ({ latest }) => <bdi>{latest?.run.trainer ?? nothing}</bdi> },
  {
    key: 'data',
    title: 'Data',
    cell: ({ latest }) =>
      latest?.dataset == null ? (
        nothing
      ) : (
        <Link
          to="/datasets/$name"
          params={{ name: latest.dataset.name }}
          search={{ version: String(latest.dataset.version) }}
        >
          {latest.dataset.name}@{latest.dataset.version}
        </Link>
      ),
  },
  {
    key: 'size',
    title: 'Size',
    numeric: true,
    cell: ({ latest }) => (latest === null ? nothing : <Bytes bytes={latest.size} />),
  },
  {
    key: 'used',
    title: 'Used by',
    cell: (model) => (uses(model) === 0 ? <span className="muted">no run</span> : count(uses(model), 'run')),
  },
  {
    key: 'made',
    title: 'Registered',
    cell: ({ latest, created_at }) => <Time at={latest?.created_at ?? created_at} />,
  },
];

export interface ModelTableProps {
  items: readonly Model[];
  chosen: ChosenModels;
  /** Null for those who start no runs. */
  onChoose: ((model: Model) => void) | null;
}

function chooser({ chosen, onChoose }: Pick<ModelTableProps, 'chosen' | 'onChoose'>): Column<Model>[] {
  if (onChoose === null) return [];
  return [
    {
      key: 'choose',
      title: <span className="unseen">Chosen</span>,
      width: 34,
      cell: (model) => (
        <input
          type="checkbox"
          className={classes.check}
          checked={chosen.has(model.name)}
          disabled={model.latest === null && !chosen.has(model.name)}
          aria-label={`Choose ${model.name}`}
          onChange={() => onChoose(model)}
        />
      ),
    },
  ];
}

export function ModelTable({ items, chosen, onChoose }: ModelTableProps) {
  return (
    <DataTable
      caption="Models"
      columns={[...chooser({ chosen, onChoose }), ...columns]}
      rows={items}
      keyOf={({ id }) => id}
      none="No model has a name or a description like that."
    />
  );
}
