import { Button } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import { askForLine } from '../log/log-wishes.ts';
import classes from './failure-panel.module.css';
import { exitWords, failurePlace, failureTitle, lastWords } from './failure-words.ts';
import { lastErrorLine } from './last-error-line.ts';

/** What failed, where, why, and what to do. The way on (retry, continue, clone) stands in the header above. */
export function FailurePanel() {
  const { run } = useFollowedRun();
  const { log } = useRunParts();
  const [looking, setLooking] = useState(false);
  if (run.status !== 'failed') return null;
  const { reason } = run;
  const place = failurePlace(run);
  const words = lastWords(reason);
  const exit = exitWords(reason);
  async function showInLog(): Promise<void> {
    setLooking(true);
    try {
      askForLine(await lastErrorLine(run.id, log.snapshot().total));
    } finally {
      setLooking(false);
    }
  }
  return (
    <Panel
      className={classes.panel}
      title={failureTitle(reason)}
      actions={
        <Button variant="default" loading={looking} onClick={() => void showInLog()}>
          Show it in the log
        </Button>
      }
    >
      <dl className={classes.facts}>
        {place !== null && (
          <>
            <dt>Where</dt>
            <dd dir="auto">{place}</dd>
          </>
        )}
        <dt>Why</dt>
        <dd dir="auto" className={classes.why}>
          {reason?.message ?? 'It did not say.'}
          {exit !== null && <span className="muted"> ({exit})</span>}
        </dd>
        {reason?.hint != null && (
          <>
            <dt>What to do</dt>
            <dd dir="auto">{reason.hint}</dd>
          </>
        )}
      </dl>
      {words.length > 0 && (
        <div className={classes.words}>
          <div className={classes.head}>
            <span className="muted">Its last words</span>
            <CopyButton text={words.join('\n')} what="its last words" />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section tabIndex={0} aria-label="Its last words" className={classes.scroll}>
            <pre dir="ltr">{words.join('\n')}</pre>
          </section>
        </div>
      )}
    </Panel>
  );
}
