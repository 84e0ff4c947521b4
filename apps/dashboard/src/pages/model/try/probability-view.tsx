import type { Classification } from '@trainyard/contracts';
import { DataTable } from '../../../components/data-table.tsx';
import { formatNumber, formatPercent } from '../../../format/number.ts';
import classes from './try.module.css';
import { cellsOf, ranked, secondsText } from './try-words.ts';

const chartColours = 10;
const mostCells = 240;
const mostRows = 500;
const mostClasses = 12;

/** The colour of a class, the same in bars and strip. */
function colour(place: number): string {
  return `var(--chart-${(place % chartColours) + 1})`;
}

/** Probabilities over all windows as bars, and what each window says. */
export function ProbabilityView({ said }: { said: Classification }) {
  const rows = ranked(said);
  const cells = cellsOf(said, mostCells);
  const windows = said.windows.length;
  const who = said.model === null ? `run ${said.run.number}` : `${said.model.name}@${said.model.version}`;
  return (
    <div className={classes.said} role="status" aria-label="What the model says">
      <p className={classes.answer}>
        <strong dir="auto">{said.prediction}</strong>
        <span className="muted">
          by {who}, the mean of {windows} {windows === 1 ? 'window' : 'windows'} over {secondsText(said.signal.seconds)}{' '}
          s, in {formatNumber(said.milliseconds, 2)} ms
        </span>
      </p>
      <ul className={classes.bars} aria-label="Probability of each class">
        {rows.slice(0, mostClasses).map(({ label, place, share }) => (
          <li key={place}>
            <bdi className="cut" title={label}>
              {label}
            </bdi>
            <span className={classes.track} aria-hidden="true">
              <span className={classes.bar} style={{ width: `${100 * share}%`, background: colour(place) }} />
            </span>
            <span className={classes.share}>{formatPercent(share, 1)}</span>
          </li>
        ))}
      </ul>
      {rows.length > mostClasses && <p className="muted">and {rows.length - mostClasses} less likely classes</p>}
      {windows > 1 && (
        <>
          <div className={classes.strip} aria-hidden="true">
            {cells.map((cell) => (
              <span
                key={cell.from}
                className={classes.cell}
                style={{ background: colour(cell.place), opacity: 0.25 + 0.75 * cell.share }}
                title={`${secondsText(cell.from)} to ${secondsText(cell.to)} s: ${cell.prediction}, ${formatPercent(cell.share, 1)}`}
              />
            ))}
          </div>
          <details className={classes.windows}>
            <summary>Each window</summary>
            <div className={classes.scroll}>
              <DataTable
                caption="Windows of the signal"
                rows={said.windows.slice(0, mostRows)}
                keyOf={({ from_s }) => String(from_s)}
                columns={[
                  {
                    key: 'at',
                    title: 'From and to',
                    rowHeader: true,
                    cell: ({ from_s, to_s }) => `${secondsText(from_s)} to ${secondsText(to_s)} s`,
                  },
                  { key: 'class', title: 'Class', cell: ({ prediction }) => <bdi>{prediction}</bdi> },
                  {
                    key: 'share',
                    title: 'Probability',
                    numeric: true,
                    cell: ({ probabilities, prediction }) =>
                      formatPercent(probabilities[said.classes.indexOf(prediction)], 1),
                  },
                ]}
              />
            </div>
            {windows > mostRows && <p className="muted">The first {mostRows} are listed.</p>}
          </details>
        </>
      )}
      {said.notes.length > 0 && (
        <ul className={classes.notes} aria-label="Notes">
          {said.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
