import { Link } from '@tanstack/react-router';
import type { ModelVersion } from '@trainyard/contracts';
import { Panel } from '../../components/panel.tsx';
import classes from './model.module.css';

const shownDigest = 12;

/** From the data to the version: what it was learned from, by what, in which run. */
export function LineagePanel({ version }: { version: ModelVersion }) {
  const { run, dataset, split } = version;
  return (
    <Panel title="Where it came from">
      <ol className={classes.chain} aria-label="Lineage">
        {dataset !== null && (
          <li>
            <span className={classes.step}>
              <small>Data</small>
              <Link to="/datasets/$name" params={{ name: dataset.name }} search={{ version: String(dataset.version) }}>
                {dataset.name}@{dataset.version}
              </Link>
              <small title={dataset.digest}>
                {dataset.kind}, <code>{dataset.digest.replace(/^sha256:/, '').slice(0, shownDigest)}</code>
              </small>
            </span>
          </li>
        )}
        {split !== null && (
          <li>
            <span className={classes.step}>
              <small>Split</small>
              <bdi>by {split.by}</bdi>
              {split.note !== null && <small className={classes.caveat}>{split.note}</small>}
            </span>
          </li>
        )}
        {run.trainer !== null && (
          <li>
            <span className={classes.step}>
              <small>Trainer</small>
              <Link to="/trainers/$id" params={{ id: run.trainer }}>
                <bdi>{run.trainer}</bdi>
              </Link>
            </span>
          </li>
        )}
        <li>
          <span className={classes.step}>
            <small>Run</small>
            <Link to="/runs/$id/results" params={{ id: String(run.number) }}>
              #{run.number} <bdi>{run.name}</bdi>
            </Link>
          </span>
        </li>
        <li>
          <span className={classes.step}>
            <small>Version</small>
            {version.name}@{version.version}
          </span>
        </li>
      </ol>
    </Panel>
  );
}
