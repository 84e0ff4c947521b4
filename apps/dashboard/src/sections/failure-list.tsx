import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type CaseView, oneLine } from '@trainyard/sections';
import { useId, useState } from 'react';
import classes from './failure-list.module.css';
import type { MatrixCell } from './matrix-table.tsx';
import type { ReadFile } from './run-file.ts';
import { SignalPicture } from './signal-picture.tsx';

export interface FailureListProps {
  cases: readonly CaseView[];
  readFile?: ReadFile | undefined;
  /** Only failures of this cell of the matrix. */
  cell?: MatrixCell | null | undefined;
  onClearCell?: (() => void) | undefined;
}

/** Failures at the left, the chosen one at the right: signal, scores, why. */
export function FailureList({ cases, readFile, cell, onClearCell }: FailureListProps) {
  const [chosen, setChosen] = useState(0);
  const heading = useId();
  const shown = cell
    ? cases.filter((c) => c.truth === oneLine(cell.truth) && c.prediction === oneLine(cell.prediction))
    : cases;
  const current = shown[Math.min(chosen, shown.length - 1)];
  return (
    <div>
      {cell && (
        <p className={classes.filter}>
          <span>
            Truth <bdi>{oneLine(cell.truth)}</bdi>, taken for <bdi>{oneLine(cell.prediction)}</bdi>: {shown.length} of{' '}
            {cases.length}
          </span>
          {onClearCell && (
            <Button variant="default" rightSection={<IconX size={14} />} onClick={onClearCell}>
              Show all
            </Button>
          )}
        </p>
      )}
      {!current ? (
        <p className={classes.missing}>None of the failures kept by the trainer is of this kind.</p>
      ) : (
        <div className={classes.columns}>
          <ul className={classes.list} aria-label="Failures">
            {shown.map((c, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sample ids may be alike
              <li key={i}>
                <button
                  type="button"
                  className={classes.entry}
                  aria-pressed={c === current}
                  onClick={() => setChosen(i)}
                >
                  <bdi className={classes.id} title={c.id}>
                    {c.id}
                  </bdi>
                  <span className={classes.score}>{c.confidenceText}</span>
                  <span className={classes.kind} title={`${c.truth} taken for ${c.prediction}`}>
                    <bdi>{c.truth}</bdi> → <bdi>{c.prediction}</bdi>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <section className={classes.detail} aria-labelledby={heading}>
            <p id={heading} className={classes.heading}>
              <bdi>{current.id}</bdi>
            </p>
            <p className={classes.error}>
              <bdi>{current.errorType}</bdi>
            </p>
            {current.signal && readFile && (
              <SignalPicture
                key={current.signal.file}
                signal={current.signal}
                readFile={readFile}
                looked={current.picture}
                marks={current.marks}
              />
            )}
            <Scores scores={current.scores} />
            {current.explanation && (
              <p className={classes.why}>
                <b>Why: </b>
                <bdi>{current.explanation}</bdi>
              </p>
            )}
            {current.nearest && (
              <>
                <p className={classes.why}>
                  <b>Most alike in training: </b>
                  <bdi>{current.nearest.id}</bdi>, <bdi>{current.nearest.label}</bdi>
                </p>
                {current.nearest.signal && readFile && (
                  <SignalPicture
                    key={current.nearest.signal.file}
                    signal={current.nearest.signal}
                    readFile={readFile}
                  />
                )}
              </>
            )}
          </section>
        </div>
      )}
    </div>
  );
}

const roleWords = { truth: 'truth', prediction: 'taken for', other: '' };

function Scores({ scores }: { scores: CaseView['scores'] }) {
  if (scores.length === 0) return null;
  return (
    <table className={classes.scores}>
      <caption className={classes.caption}>Score of each class</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Role</th>
          <th scope="col">Score</th>
        </tr>
      </thead>
      <tbody>
        {scores.map((score) => (
          <tr key={score.label} data-role={score.role}>
            <th scope="row">
              <bdi title={score.label}>{score.label}</bdi>
            </th>
            <td className={classes.role}>{roleWords[score.role]}</td>
            <td>
              <span className={classes.track} aria-hidden="true">
                <span
                  style={{
                    width: `${Number.isFinite(score.share) ? Math.min(100, Math.max(0, score.share * 100)) : 0}%`,
                  }}
                />
              </span>
              <span className={classes.value}>{score.text}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
