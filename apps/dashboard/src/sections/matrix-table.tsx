import { cellColours, type MatrixView, shortenAll } from '@trainyard/sections';
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useChartPalette } from '../charts/use-chart-palette.ts';
import { ChoiceBar } from './choice-bar.tsx';
import classes from './matrix-table.module.css';
import { cellSentence, cellShare, cellText, type MatrixMode, nextCell } from './matrix-words.ts';

export interface MatrixCell {
  truth: string;
  prediction: string;
}

export interface MatrixTableProps {
  matrix: MatrixView;
  caption: string;
  selected?: MatrixCell | null | undefined;
  onCell?: ((cell: MatrixCell) => void) | undefined;
}

const modes: { label: string; value: MatrixMode }[] = [
  { label: 'Count', value: 'count' },
  { label: 'Row %', value: 'row' },
  { label: 'Column %', value: 'column' },
];

/** The cell that an event came from. */
function placeOf(event: { target: EventTarget }): { r: number; c: number } | null {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[data-r]') : null;
  return button ? { r: Number(button.dataset.r), c: Number(button.dataset.c) } : null;
}

/** The confusion matrix as a table of buttons; one of them is in the tab order, arrow keys lead to the others. */
export function MatrixTable({ matrix, caption, selected, onCell }: MatrixTableProps) {
  const palette = useChartPalette();
  const [mode, setMode] = useState<MatrixMode>('count');
  const [at, setAt] = useState({ r: 0, c: 0 });
  const [seen, setSeen] = useState<{ r: number; c: number } | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const size = matrix.labels.length;
  const shorter = useMemo(() => shortenAll(matrix.labels, 15), [matrix]);
  const short = useMemo(() => shortenAll(matrix.labels, 20), [matrix]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const place = placeOf(event);
    const next = place && nextCell(event.key, event.ctrlKey, size, place.r, place.c);
    if (!next) return;
    event.preventDefault();
    body.current?.querySelector<HTMLButtonElement>(`button[data-r="${next.r}"][data-c="${next.c}"]`)?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    const place = placeOf(event);
    if (!place) return;
    setAt(place);
    setSeen(place);
  };
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    const truth = place && matrix.names[place.r];
    const prediction = place && matrix.names[place.c];
    // The gathered classes are none that one could ask for.
    if (typeof truth === 'string' && typeof prediction === 'string') onCell?.({ truth, prediction });
  };
  const isSelected = (r: number, c: number): boolean =>
    selected != null && matrix.names[r] === selected.truth && matrix.names[c] === selected.prediction;
  return (
    <div className={classes.whole}>
      <div className={classes.line}>
        <ChoiceBar label="What the cells show" choices={modes} value={mode} onChange={setMode} />
        <p className={classes.readout}>
          <span>{seen ? cellSentence(matrix, seen.r, seen.c) : 'Rows are the truth, columns the prediction.'}</span>
        </p>
      </div>
      <div className={classes.frame}>
        <table className={classes.matrix} data-dense={size > 14} style={{ '--classes': size } as CSSProperties}>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col" className={classes.corner}>
                <span className="unseen">Truth</span>
              </th>
              {matrix.labels.map((label, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: labels may be alike, places are not
                <th key={c} scope="col" className={classes.columnHead}>
                  <span className={classes.slanted}>
                    <bdi title={label}>{shorter[c]}</bdi>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          {/* One listener each serves up to 900 buttons. */}
          <tbody
            ref={body}
            onKeyDown={onKeyDown}
            onFocus={onFocus}
            onClick={onClick}
            onMouseOver={(event) => setSeen(placeOf(event))}
            onMouseLeave={() => setSeen(null)}
            onBlur={() => setSeen(null)}
          >
            {matrix.counts.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: labels may be alike, places are not
              <tr key={r}>
                <th scope="row" className={classes.rowHead}>
                  <bdi title={matrix.labels[r]}>{short[r]}</bdi>
                </th>
                {row.map((_, c) => {
                  const { fill, text } = cellColours(palette, cellShare(matrix, mode, r, c));
                  const shown = cellText(matrix, mode, r, c);
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: labels may be alike, places are not
                    <td key={c}>
                      <button
                        type="button"
                        className={classes.cell}
                        data-r={r}
                        data-c={c}
                        tabIndex={at.r === r && at.c === c ? 0 : -1}
                        // What is seen comes first, for people who speak to their computer.
                        aria-label={`${shown}. ${cellSentence(matrix, r, c)}`}
                        {...(onCell ? { 'aria-pressed': isSelected(r, c) } : {})}
                        style={{ background: fill, color: text }}
                      >
                        {shown}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
