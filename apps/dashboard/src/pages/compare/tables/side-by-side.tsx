import { Link } from '@tanstack/react-router';
import type { Run } from '@trainyard/contracts';
import type { ReactNode } from 'react';
import { RunSwatch } from './run-swatch.tsx';
import classes from './tables.module.css';

interface SideRow {
  key: string;
  head: ReactNode;
  /** One a run. */
  cells: readonly { content: ReactNode; mark?: 'winner' | 'differs' | undefined; title?: string | undefined }[];
}

export interface SideBySideProps {
  caption: string;
  first: string;
  runs: readonly Run[];
  rows: readonly SideRow[];
  /** Figures: the note of a split that flatters stands above them. */
  numeric?: boolean;
}

/** A row a thing, a column a run. The first column stays while the others are scrolled. */
export function SideBySide({ caption, first, runs, rows, numeric = false }: SideBySideProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.frame} tabIndex={0} aria-label={caption}>
      <table className={classes.table} data-numeric={numeric}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {runs.map((run, at) => (
              <th key={run.id} scope="col">
                <span className={classes.head}>
                  <RunSwatch at={at} />
                  <Link to="/runs/$id/results" params={{ id: String(run.number) }} title={run.name} className="cut">
                    {run.number} <bdi>{run.name}</bdi>
                  </Link>
                </span>
                {numeric && run.split?.note != null && <span className={classes.honesty}>{run.split.note}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, head, cells }) => (
            <tr key={key}>
              <th scope="row">{head}</th>
              {cells.map(({ content, mark, title }, at) => (
                <td key={runs[at]?.id ?? at} data-mark={mark} title={title}>
                  {content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
