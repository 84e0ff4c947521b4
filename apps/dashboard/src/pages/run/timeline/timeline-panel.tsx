import { Button } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { LoadingState } from '../../../components/loading-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatClock, formatMoment, timeZone } from '../../../format/time.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import type { TimelineEntry } from './event-words.ts';
import { loadAllEpochs } from './load-timeline.ts';
import classes from './timeline-panel.module.css';

const shownFirst = 10;
const shownMore = 200;

/** What happened, newest first: the last ten, and all on request. */
export function TimelinePanel() {
  const { timeline } = useRunParts();
  const { entries, loaded } = useSyncExternalStore(timeline.subscribe, timeline.snapshot);
  const { run } = useFollowedRun();
  const [shown, setShown] = useState(shownFirst);
  const all = shown > shownFirst;
  const rest = entries.length - shown;
  return (
    <Panel
      title="Events"
      note={loaded ? String(entries.length) : undefined}
      actions={
        entries.length > shownFirst || all ? (
          <Button
            variant="default"
            aria-expanded={all}
            onClick={() => {
              if (!all) void loadAllEpochs(timeline, run.id).catch(() => undefined);
              setShown(all ? shownFirst : shownMore);
            }}
          >
            {all ? 'Last ten' : 'All'}
          </Button>
        ) : undefined
      }
    >
      {!loaded && entries.length === 0 && <LoadingState what="Loading the events" />}
      <ol className={classes.events} data-all={all} aria-label="Events, newest first" {...(all ? { tabIndex: 0 } : {})}>
        {entries.slice(0, shown).map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
      {all && rest > 0 && (
        <Button variant="default" fullWidth onClick={() => setShown(shown + shownMore)}>
          {`${rest} earlier`}
        </Button>
      )}
    </Panel>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { at, title, note, tone } = entry;
  return (
    <li className={classes.event} data-tone={tone}>
      <span className={classes.title} dir="auto" title={title}>
        {title}
      </span>
      <time dateTime={at} title={`${formatMoment(at)} ${timeZone()}`} className={classes.time}>
        {formatClock(at)}
      </time>
      {note !== null && (
        <span className={classes.note} dir="auto" title={note}>
          {note}
        </span>
      )}
    </li>
  );
}
