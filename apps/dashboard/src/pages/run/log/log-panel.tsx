import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { count } from '../../../format/number.ts';
import { hasEnded } from '../../../format/run-status.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import type { LogLevel } from './log-line.ts';
import classes from './log-panel.module.css';
import { LogRows } from './log-rows.tsx';
import { LogTools } from './log-tools.tsx';
import { mostRows } from './log-window.ts';
import { onLineAsked } from './log-wishes.ts';
import { nextHit, placeOf } from './sifted-log.ts';
import { useSettled } from './use-settled.ts';
import { useSifted } from './use-sifted.ts';

const typingMs = 250;

/** The log: all of it, whatever its length; levels, search, and the end followed while nobody scrolls up. */
export function LogPanel() {
  const { run } = useFollowedRun();
  const { log } = useRunParts();
  const shown = useSyncExternalStore(log.subscribe, log.snapshot);
  const [level, setLevel] = useState<LogLevel>('debug');
  const [typed, setTyped] = useState('');
  const words = useSettled(typed, typingMs);
  const [follow, setFollow] = useState(true);
  const [current, setCurrent] = useState<number | null>(null);
  const sifted = useSifted(run.id, level, '', level !== 'debug');
  const found = useSifted(run.id, level, words, words !== '');
  useEffect(
    () =>
      onLineAsked((line) => {
        setLevel('debug');
        setFollow(false);
        setCurrent(line);
        document.getElementById('log')?.scrollIntoView({ block: 'center' });
      }),
    [],
  );
  const step = useCallback(
    (direction: 1 | -1) => {
      if (found === null) return;
      setFollow(false);
      setCurrent((before) => nextHit(found.log.lines, before, direction));
    },
    [found],
  );
  const whole = level === 'debug';
  const lines = sifted?.log.lines ?? [];
  const base = whole ? Math.max(0, shown.total - mostRows) : 0;
  const rows = whole ? shown.total - base : lines.length;
  const lineAt = useCallback((row: number) => (whole ? log.line(base + row) : lines[row]), [whole, log, base, lines]);
  const rowOf = (n: number) => (whole ? n - base : placeOf(lines, n));
  return (
    <Panel
      title="Log"
      note={count(shown.total, 'line')}
      flush
      actions={
        <LogTools
          level={level}
          onLevel={(next) => {
            setLevel(next);
            setCurrent(null);
          }}
          typed={typed}
          onTyped={setTyped}
          found={words === '' ? null : found}
          current={current}
          step={step}
          follow={follow}
          onFollow={setFollow}
          lineOf={(n) => lineAt(rowOf(n))}
          number={run.number}
        />
      }
    >
      <div id="log" className={classes.body}>
        {shown.failed !== null && shown.total === 0 && (
          <ErrorState error={shown.failed} retry={() => void log.open()} />
        )}
        {!shown.loaded && shown.failed === null && shown.total === 0 && <LoadingState what="Loading the log" />}
        {sifted?.failed != null && <ErrorState error={sifted.failed} />}
        {rows === 0 && shown.loaded && (
          <p className={classes.none}>
            {shown.total > 0
              ? sifted?.loading === true
                ? 'Looking through the log …'
                : 'No line is as grave as that.'
              : hasEnded(run.status)
                ? 'It wrote no log.'
                : 'No lines yet.'}
          </p>
        )}
        {rows > 0 && (
          <LogRows
            rows={rows}
            version={whole ? shown.version : (sifted?.version ?? 0)}
            lineAt={lineAt}
            words={words}
            current={current}
            currentRow={current === null ? null : rowOf(current)}
            onCurrent={setCurrent}
            follow={follow}
            onFollow={setFollow}
          />
        )}
      </div>
    </Panel>
  );
}
