import { Button } from '@mantine/core';
import type { ApiError } from '@trainyard/api-client';
import { useRoute } from '../../../api/use-route.ts';
import { useNow } from '../../../components/now.ts';
import { formatDuration } from '../../../format/duration.ts';
import { count } from '../../../format/number.ts';
import { useConnection } from '../../../live/use-connection.ts';
import { useFollowedRun, useRunParts } from '../live/use-run-parts.ts';
import { DeletedNotice } from './deleted-notice.tsx';
import { Notice } from './notice.tsx';
import { stalledWords } from './progress-words.ts';
import { queueWords } from './queue-words.ts';

/** What the reader must know of the run or of this page before anything else. */
export function RunNotices({ trouble, gone }: { trouble: ApiError | null; gone: boolean }) {
  const { run } = useFollowedRun();
  return (
    <>
      {gone ? (
        <Notice tone="bad">This run was removed for good. What is here is the last that came.</Notice>
      ) : (
        <DeletedNotice run={run} />
      )}
      <HeldNotice />
      <LostNotice trouble={trouble} />
      <StalledNotice />
      <QueuedNotice />
      <PausedNotice />
    </>
  );
}

function HeldNotice() {
  const { held, waiting } = useFollowedRun();
  const { follower, curves } = useRunParts();
  if (!held) return null;
  return (
    <Notice
      tone="accent"
      action={
        <Button
          variant="default"
          onClick={() => {
            follower.hold(false);
            curves.hold(false);
          }}
        >
          Go on
        </Button>
      }
    >
      Updates are held: figures and curves stand still.{' '}
      {waiting === 0 ? 'None waits.' : `${count(waiting, 'update')} ${waiting === 1 ? 'waits' : 'wait'}.`}
    </Notice>
  );
}

function LostNotice({ trouble }: { trouble: ApiError | null }) {
  const connection = useConnection();
  const now = useNow(5);
  if (connection.status === 'lost') {
    const seconds = Math.max(0, Math.floor((now - connection.since) / 1000));
    return (
      <Notice tone="warn">
        The connection to the server is lost{seconds < 5 ? '' : ` for ${formatDuration(seconds)}`}. What is here is the
        last that came; it goes on by itself, without gaps.
      </Notice>
    );
  }
  if (trouble === null) return null;
  return <Notice tone="warn">{trouble.detail} What is here is the last that came.</Notice>;
}

function StalledNotice() {
  const { run } = useFollowedRun();
  const now = useNow();
  const words = stalledWords(run, now);
  return words === null ? null : <Notice tone="warn">{words}</Notice>;
}

const queueMs = 4_000;

function QueuedNotice() {
  const { run } = useFollowedRun();
  const enabled = run.status === 'queued';
  const queue = useRoute(
    'listRuns',
    { query: { filter: 'status:queued', limit: 500 } },
    { enabled, everyMs: enabled && queueMs },
  );
  const workers = useRoute('listWorkers', {}, { enabled, everyMs: enabled && queueMs });
  if (!enabled) return null;
  const words =
    queue.data === undefined || workers.data === undefined
      ? 'It waits in the queue.'
      : `${queueWords(run, queue.data.items, workers.data.items)}`;
  const again = run.attempt > 0 && run.reason !== null ? ` It was interrupted: ${run.reason.message}` : '';
  return <Notice tone="plain">{`${words}${again}`}</Notice>;
}

function PausedNotice() {
  const { run } = useFollowedRun();
  if (run.status !== 'paused') return null;
  const why = run.reason === null || run.reason.code === 'paused' ? '' : ` ${run.reason.message}`;
  return <Notice tone="plain">{`It is paused and takes no slot; it goes on when it is resumed.${why}`}</Notice>;
}
