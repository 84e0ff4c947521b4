import type { PredictionRow } from '@trainyard/contracts';
import { formatPercent } from '../../../format/number.ts';
import { fromWire } from '../../../format/wire-number.ts';
import type { ResultSource } from '../result-source.ts';
import { foremostScores } from './foremost-scores.ts';
import classes from './predictions.module.css';
import { RecordingPicture } from './recording-picture.tsx';

/** One sample: its recording, where the data set has signals, and how sure the model was of each class. */
export function SampleDetail({ row, source }: { row: PredictionRow; source: ResultSource }) {
  const scores = foremostScores(row);
  return (
    <section className={classes.detail} aria-label="The chosen sample">
      <h3 className={classes.id} title={row.sample_id}>
        <bdi>{row.sample_id}</bdi>
      </h3>
      <p className="muted">
        <bdi>{row.truth}</bdi>
        {row.truth === row.prediction ? ', and taken for it.' : ' taken for '}
        {row.truth !== row.prediction && <bdi>{row.prediction}</bdi>}
      </p>
      {source.run.dataset !== null && <RecordingPicture source={source} sample={row.sample_id} />}
      {scores.length > 0 && (
        <table className={classes.scores}>
          <caption className="unseen">Score of each class</caption>
          <thead className="unseen">
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Score</th>
            </tr>
          </thead>
          <tbody>
            {scores.map(({ label, score, role }) => (
              <tr key={label} data-role={role}>
                <th scope="row" title={label}>
                  <bdi>{label}</bdi>
                  {role === 'truth' && <span className="muted"> (true)</span>}
                </th>
                <td>
                  <span className={classes.track} aria-hidden="true">
                    <span style={{ width: `${Math.min(100, Math.max(0, fromWire(score) * 100 || 0))}%` }} />
                  </span>
                  <span className={classes.value}>{formatPercent(score, 1)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
