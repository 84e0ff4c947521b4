import { Link } from '@tanstack/react-router';
import type { Prompt } from '@trainyard/contracts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { Time } from '../../components/time.tsx';
import { formatInteger, nothing } from '../../format/number.ts';
import classes from './prompts.module.css';
import { braced } from './writing/lost-words.ts';

const columns: readonly Column<Prompt>[] = [
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: ({ name }) => (
      <Link to="/prompts/$ref" params={{ ref: name }} className={classes.name ?? ''} title={name}>
        {name}
      </Link>
    ),
  },
  {
    key: 'version',
    title: 'Version',
    numeric: true,
    cell: ({ current, versions }) => (
      <>
        {current.version} <span className="muted">of {formatInteger(versions)}</span>
      </>
    ),
  },
  { key: 'words', title: 'Words', numeric: true, cell: ({ current }) => formatInteger(current.words) },
  {
    key: 'placeholders',
    title: 'Placeholders',
    cell: ({ current: { placeholders } }) =>
      placeholders.length === 0 ? (
        nothing
      ) : (
        <code className={`${classes.placeholders} cut`} title={braced(placeholders)}>
          {braced(placeholders)}
        </code>
      ),
  },
  {
    key: 'for',
    title: 'What for',
    cell: ({ description }) =>
      description === '' ? (
        nothing
      ) : (
        <bdi className={`${classes.purpose} cut`} title={description}>
          {description}
        </bdi>
      ),
  },
  { key: 'changed', title: 'Changed', cell: ({ current }) => <Time at={current.created_at} /> },
];

export function PromptTable({ items }: { items: readonly Prompt[] }) {
  return (
    <DataTable
      caption="Prompts"
      columns={columns}
      rows={items}
      keyOf={({ id }) => id}
      none="No prompt has a name or a description like that."
    />
  );
}
