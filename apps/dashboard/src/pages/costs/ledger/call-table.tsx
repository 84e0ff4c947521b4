import { Link } from '@tanstack/react-router';
import type { LanguageCall } from '@trainyard/contracts';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Badge } from '../../../components/status-badge.tsx';
import { Time } from '../../../components/time.tsx';
import { formatInteger, nothing } from '../../../format/number.ts';
import { BatchLink } from '../batch-link.tsx';
import classes from '../costs.module.css';
import { costText, errorText, statusWords } from './call-words.ts';

const tokens = (value: number | null): string => (value === null ? nothing : formatInteger(value));

const columns: readonly Column<LanguageCall>[] = [
  {
    key: 'status',
    title: 'Status',
    cell: ({ status, error }) => (
      <span title={error === null ? statusWords[status].means : errorText(error)}>
        <Badge tone={statusWords[status].tone}>{statusWords[status].word}</Badge>
      </span>
    ),
  },
  {
    key: 'model',
    title: 'Language model',
    cell: ({ language_model, provider, model }) => {
      const name = language_model ?? `${provider} ${model}`;
      return (
        <bdi className={classes.name} title={`${name}: ${model} of ${provider}`}>
          {name}
        </bdi>
      );
    },
  },
  { key: 'role', title: 'Role', cell: ({ role }) => role ?? nothing },
  {
    key: 'run',
    title: 'Run',
    numeric: true,
    cell: ({ run, batch }) =>
      batch !== null ? (
        <BatchLink batch={batch} />
      ) : run === null ? (
        nothing
      ) : (
        <Link to="/runs/$id" params={{ id: String(run.number) }}>
          {run.number}
        </Link>
      ),
  },
  { key: 'try', title: 'Try', numeric: true, cell: ({ attempt }) => (attempt === 0 ? nothing : attempt) },
  { key: 'in', title: 'Tokens in', numeric: true, cell: ({ usage }) => tokens(usage.input_tokens) },
  { key: 'out', title: 'Tokens out', numeric: true, cell: ({ usage }) => tokens(usage.output_tokens) },
  { key: 'cost', title: 'Cost', numeric: true, cell: costText },
  {
    key: 'latency',
    title: 'Took',
    numeric: true,
    cell: ({ latency_ms }) => (latency_ms === null ? nothing : `${formatInteger(latency_ms)} ms`),
  },
];

const who: Column<LanguageCall> = {
  key: 'user',
  title: 'Of',
  cell: ({ user }) => (
    <bdi className={classes.name} title={user.name}>
      {user.name}
    </bdi>
  ),
};

export interface CallTableProps {
  calls: readonly LanguageCall[];
  everybody: boolean;
  /** Without it the rows are only read. */
  open?: (call: LanguageCall) => void;
  caption?: string;
}

/** Calls, an attempt a row. */
export function CallTable({ calls, everybody, open, caption = 'Calls to language models' }: CallTableProps) {
  const when: Column<LanguageCall> = {
    key: 'at',
    title: 'When',
    rowHeader: true,
    cell: (call) =>
      open === undefined ? (
        <Time at={call.at} />
      ) : (
        <button type="button" className={classes.open} onClick={() => open(call)}>
          <Time at={call.at} />
          <span className="unseen">: details of this call</span>
        </button>
      ),
  };
  return (
    <DataTable
      caption={caption}
      rows={calls}
      keyOf={({ id }) => id}
      columns={[when, ...columns, ...(everybody ? [who] : [])]}
      none="No such call in this time."
    />
  );
}
