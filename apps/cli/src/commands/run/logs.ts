import type { LogLine } from '@trainyard/contracts';
import { hasEnded } from '@trainyard/domain';
import { logLineText } from '../../terminal/log-lines.ts';
import { exitCodes } from '../../terminal/status-words.ts';
import type { CommandContext } from '../context.ts';
import { eventsUntilGone } from './follow.ts';

const page = 5000;

export interface LogOptions {
  follow?: boolean;
  tail?: number;
  grep?: string;
  json?: boolean;
}

/** From a page of the log or from the stream. */
type PrintedLine = Pick<LogLine, 'n' | 'text' | 'at' | 'attempt'> & { level: string; source: string };

/** Prints each line once, by its number, whatever way it comes. */
export async function showLogs(context: CommandContext, id: string, options: LogOptions): Promise<number> {
  const client = await context.client();
  // Asked before the lines, so that events after it cover all that is written later.
  const run = await client.call('getRun', { params: { id } });
  let next = 0;
  const print = (line: PrintedLine) => {
    if (line.n < next) return;
    next = line.n + 1;
    context.terminal.out(options.json === true ? JSON.stringify(line) : logLineText(line, context.look.ink));
  };
  const printFrom = async (from: number) => {
    for (let at = from; ; at = next) {
      const query = { from: at, limit: page, ...(options.grep === undefined ? {} : { q: options.grep }) };
      const { items } = await client.call('listLogs', { params: { id: run.id }, query });
      for (const line of items) print(line);
      if (items.length < page) return;
    }
  };
  await printFrom(options.tail === undefined ? 0 : -options.tail);
  if (options.follow !== true || hasEnded(run.status)) return exitCodes.ok;

  const lost = () => context.terminal.note('The connection was lost; trying again.');
  for await (const event of eventsUntilGone(context, [run], lost)) {
    if (event.kind === 'log-written') {
      const { lines, first_line, count } = event.data;
      const whole = options.grep === undefined && lines.length === count && first_line <= next;
      if (whole) for (const line of lines) print(line);
      else await printFrom(next);
    }
    if (event.kind === 'status-changed' && hasEnded(event.data.to)) break;
  }
  if (context.signal.aborted) return exitCodes.interrupted;
  await printFrom(next);
  return exitCodes.ok;
}
