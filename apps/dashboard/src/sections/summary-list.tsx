import type { TableView } from '@trainyard/sections';
import classes from './summary-list.module.css';

/** Facts as pairs of a name and a value. */
export function SummaryList({ table }: { table: TableView }) {
  return (
    <dl className={classes.facts}>
      {table.rows.map(([label, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names may be alike
        <div key={i}>
          <dt>
            <bdi>{label?.text}</bdi>
          </dt>
          <dd>
            <bdi>{value?.text}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
