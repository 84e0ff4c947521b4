import type { Experiment, Run } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { FollowedRun } from '../../terminal/followed-run.ts';
import { countersOf } from '../../terminal/live-view.ts';
import { progressBar } from '../../terminal/progress-bar.ts';
import { Repainter } from '../../terminal/repainter.ts';
import { runList } from '../../terminal/run-list.ts';
import { exitCodes, statusPaint } from '../../terminal/status-words.ts';
import { cut, percentText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { eventsUntilGone } from './follow.ts';

const repaintMs = 200;
const nameWidth = 28;

function frame(context: CommandContext, all: readonly FollowedRun[]): string[] {
  const { ink } = context.look;
  const ended = all.filter((one) => hasEnded(one.run.status)).length;
  const share =
    all.reduce((sum, one) => sum + (hasEnded(one.run.status) ? 1 : (one.progress.fraction ?? 0)), 0) / all.length;
  const lines = [`${progressBar(share, 30, ink)} ${percentText(share)}   ${ended} of ${all.length} ended`];
  const going = all.filter((one) => !hasEnded(one.run.status)).slice(0, Math.max(3, context.terminal.rows - 6));
  for (const one of going) {
    const name = cut(`${one.run.number} ${one.run.name}`, nameWidth).padEnd(nameWidth);
    const status = statusPaint(one.run.status, ink)(one.run.status.padEnd(9));
    const counters = one.run.status === 'running' ? countersOf(one).join('  ') : '';
    lines.push(`${name} ${status} ${progressBar(one.progress.fraction, 12, ink)} ${counters}`);
  }
  return lines;
}

/** Draws all runs of an experiment until the last has ended; 0 only where every one completed. */
export async function followExperiment(
  context: CommandContext,
  experiment: Experiment,
  runs: readonly Run[],
  json: boolean,
): Promise<number> {
  const client = await context.client();
  const { terminal, look } = json ? context.quiet() : context;
  const all = new Map(runs.map((run) => [run.id, new FollowedRun(run, context.now)]));
  const list = [...all.values()];
  const repainter = terminal.live ? new Repainter(terminal) : null;
  const tell = (line: string) =>
    repainter === null ? terminal.out(line) : repainter.paint(frame(context, list), [line]);
  const timer = repainter === null ? undefined : setInterval(() => repainter.paint(frame(context, list)), repaintMs);
  try {
    const lost = () => tell('The connection was lost; trying again.');
    const open = runs.filter((run) => !hasEnded(run.status));
    for await (const event of open.length === 0 ? [] : eventsUntilGone(context, open, lost)) {
      const followed = all.get(event.run_id);
      const before = followed?.run.status;
      followed?.apply(event);
      const run = followed?.run;
      if (run !== undefined && run.status !== before) {
        const why =
          hasEnded(run.status) && run.status !== 'completed' && run.reason !== null ? `: ${run.reason.message}` : '';
        tell(`run ${run.number} ${run.name}: ${statusPaint(run.status, look.ink)(run.status)}${why}`);
      }
      if (list.every((one) => hasEnded(one.run.status))) break;
    }
  } finally {
    clearInterval(timer);
    repainter?.clear();
  }
  if (context.signal.aborted) {
    terminal.note(`\nThe runs go on. See them: trainyard experiment show ${experiment.number}`);
    return exitCodes.interrupted;
  }
  const end = await client.call('getExperiment', { params: { id: experiment.id } });
  if (json) context.json({ ...end.experiment, runs: end.runs });
  else terminal.out(`${runList(end.runs, context.now(), look)}\n\nCompare two of them: trainyard run compare A B`);
  return end.runs.every((run) => run.status === 'completed') ? exitCodes.ok : exitCodes.failed;
}
