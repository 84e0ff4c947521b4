import type { StreamedEvent } from '@trainyard/api-client';
import type { Run } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { FollowedRun, type Notice } from '../../terminal/followed-run.ts';
import { liveFrame, noticeText, titleOf } from '../../terminal/live-view.ts';
import { PlainProgress } from '../../terminal/plain-view.ts';
import { Repainter } from '../../terminal/repainter.ts';
import { exitCodeOf, exitCodes } from '../../terminal/status-words.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../error-words.ts';
import { printResults } from './results.ts';

const repaintMs = 200;

export interface Followed {
  run: Run;
  /** As documented: 0 completed, 1 failed, 4 cancelled, 5 stopped, 130 interrupted. */
  exitCode: number;
}

interface View {
  begin(): void;
  show(notices: readonly Notice[]): void;
  end(): void;
}

function liveView(context: CommandContext, followed: FollowedRun): View {
  const repainter = new Repainter(context.terminal);
  const { ink } = context.look;
  const paint = (above: readonly string[] = []) => {
    // The width is asked each time: the window may have been made smaller.
    repainter.paint(liveFrame(followed, { ink, columns: context.terminal.columns }), above);
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    begin() {
      paint();
      timer = setInterval(paint, repaintMs);
    },
    show(notices) {
      if (notices.length > 0) paint(notices.map((notice) => noticeText(notice, ink)));
    },
    end() {
      clearInterval(timer);
      repainter.clear();
    },
  };
}

function plainView(context: CommandContext, followed: FollowedRun): View {
  const progress = new PlainProgress(context.now);
  const { out } = context.terminal;
  return {
    begin() {
      out(`${titleOf(followed)}  ${followed.run.status}`);
      for (const line of progress.lines(followed)) out(line);
    },
    show(notices) {
      for (const notice of notices) out(noticeText(notice, context.look.ink));
      for (const line of progress.lines(followed)) out(line);
    },
    end: () => undefined,
  };
}

/** Events of runs until `until` says so, or Ctrl-C, or the server is gone for longer than it is waited for. */
export async function* eventsUntilGone(
  context: CommandContext,
  runs: readonly Run[],
  onLost: () => void,
): AsyncGenerator<StreamedEvent> {
  const client = await context.client();
  const gone = new AbortController();
  let lostAt = 0;
  yield* client.events({
    topics: runs.map((run) => `run:${run.id}`),
    cursor: runs.map((run) => `run:${run.id}=${run.last_seq}`).join(';'),
    signal: AbortSignal.any([context.signal, gone.signal]),
    retryFirst: true,
    onReconnect(_cause, _waitMs, tries) {
      if (tries === 1) {
        lostAt = context.now();
        onLost();
      }
      if (context.now() - lostAt > context.settings.followReconnectSeconds * 1000) gone.abort();
    },
  });
  if (gone.signal.aborted) {
    // An ordinary request says best what is wrong: most often that nothing answers.
    await client.call('health');
    throw new UsageError('The event stream cannot be opened, though the server answers.');
  }
}

/** Draws a run until it ends, then its results. Ctrl-C leaves the run going. */
export async function followRun(context: CommandContext, start: Run): Promise<Followed> {
  const run = hasEnded(start.status) ? start : await watch(context, start);
  if (run === null) return { run: start, exitCode: exitCodes.interrupted };
  await printResults(context, run);
  return { run, exitCode: exitCodeOf(run.status) };
}

async function watch(context: CommandContext, start: Run): Promise<Run | null> {
  const client = await context.client();
  const followed = new FollowedRun(start, context.now);
  const view = context.terminal.live ? liveView(context, followed) : plainView(context, followed);
  const lost = () => view.show([{ tone: 'warning', text: 'The connection was lost; trying again.' }]);
  view.begin();
  try {
    for await (const event of eventsUntilGone(context, [start], lost)) {
      view.show(followed.apply(event));
      if (hasEnded(followed.run.status)) break;
    }
  } finally {
    view.end();
  }
  if (context.signal.aborted) {
    const n = start.number;
    context.terminal.note(
      `\nRun ${n} goes on. Watch it again: trainyard run watch ${n}; end it: trainyard run stop ${n}`,
    );
    return null;
  }
  return client.call('getRun', { params: { id: start.id } });
}
