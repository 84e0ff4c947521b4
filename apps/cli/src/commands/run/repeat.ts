import type { Run, RunPriority } from '@trainyard/contracts';
import type { AnswerOf } from '@trainyard/contracts/routes';
import type { Look } from '../../terminal/live-view.ts';
import { tableText } from '../../terminal/table.ts';
import { countText, numberText } from '../../terminal/words.ts';
import { settingsFor } from '../arguments.ts';
import type { CommandContext } from '../context.ts';
import { layered, readConfigFile } from '../overlay.ts';
import { followRun } from './follow.ts';
import { launched } from './start.ts';

export interface ContinueOptions {
  from?: string;
  set: string[];
  config?: string;
  name?: string;
  priority?: RunPriority;
  timeLimit?: number;
  follow?: boolean;
  json?: boolean;
}

/** A new run from a checkpoint of an ended one. */
export async function continueRun(context: CommandContext, id: string, options: ContinueOptions): Promise<number> {
  const file = options.config === undefined ? {} : await readConfigFile(options.config);
  const client = await context.client();
  const from = await client.call('getRun', { params: { id } });
  const settings = await settingsFor(client, from.trainer ?? '', options.set);
  const run = await client.call('continueRun', {
    params: { id: from.id },
    body: {
      from: options.from ?? 'last',
      config: layered(file.config ?? {}, settings),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      ...(options.timeLimit === undefined ? {} : { time_limit_s: options.timeLimit }),
    },
  });
  return launched(context, run, options);
}

type Reproduction = AnswerOf<'getReproduction'>;

export function verdictText(result: Reproduction, repeat: Run, look: Look): string {
  const { ink } = look;
  const mark = (equal: boolean) => (equal ? ink.good('same') : ink.bad('differs'));
  const number = (value: Reproduction['compared'][number]['original']) =>
    value === null ? 'absent' : numberText(value);
  const blocks: string[] = [];
  if (result.compared.length > 0) {
    blocks.push(
      tableText(
        [{ title: 'number' }, { title: 'original', right: true }, { title: 'repeat', right: true }, { title: '' }],
        // Where two numbers differ, every digit counts.
        result.compared.map((row) => [
          row.key,
          row.equal ? number(row.original) : String(row.original ?? 'absent'),
          row.equal ? number(row.repeat) : String(row.repeat ?? 'absent'),
          mark(row.equal),
        ]),
        look,
      ),
    );
  }
  if (result.files.length > 0) {
    const short = (digest: string | null) => digest?.slice(0, 12) ?? 'absent';
    blocks.push(
      tableText(
        [{ title: 'file', wrap: true }, { title: 'original' }, { title: 'repeat' }, { title: '' }],
        result.files.map((row) => [row.path, short(row.original), short(row.repeat), mark(row.equal)]),
        look,
      ),
    );
  }
  blocks.push(...result.warnings.map((warning) => ink.warn(warning)));
  const numbers = countText(result.compared.length, 'number');
  const alike = result.files.filter((row) => row.equal).length;
  const files = alike === 0 ? '' : ` and ${countText(alike, 'file')}`;
  const others = result.files.length - alike;
  const rest = others === 0 ? '' : `; ${countText(others, 'file')} with other bytes`;
  const verdict = {
    pending: `Run ${repeat.number} has not ended yet. Ask again: trainyard run reproduction ${repeat.number}`,
    identical: ink.good(`Identical: ${numbers}${files} of the repeat match the original${rest}.`),
    different: ink.bad(`Different: ${result.compared.filter((row) => !row.equal).length} of ${numbers} do not match.`),
    failed: ink.bad(`The repeat did not complete. See why: trainyard run show ${repeat.number}`),
  };
  blocks.push(verdict[result.verdict]);
  return blocks.join('\n\n');
}

/** The verdict on a repeat; 1 where it differs or failed. */
export async function showReproduction(
  context: CommandContext,
  id: string,
  options: { json?: boolean },
): Promise<number> {
  const client = await context.client();
  const repeat = await client.call('getRun', { params: { id } });
  const result = await client.call('getReproduction', { params: { id: repeat.id } });
  if (options.json === true) context.json(result);
  else context.terminal.out(verdictText(result, repeat, context.look));
  return result.verdict === 'identical' || result.verdict === 'pending' ? 0 : 1;
}

export async function reproduceRun(
  context: CommandContext,
  id: string,
  options: { follow?: boolean; json?: boolean },
): Promise<number> {
  const client = await context.client();
  const run = await client.call('reproduceRun', { params: { id } });
  if (options.follow !== true) {
    if (options.json === true) context.json({ id: run.id, number: run.number });
    else {
      context.terminal.out(
        `Run ${run.number} repeats run ${id}.\nSee whether it matches: trainyard run reproduction ${run.number}`,
      );
    }
    return 0;
  }
  const followed = await followRun(options.json === true ? context.quiet() : context, run);
  if (followed.exitCode !== 0) return followed.exitCode;
  if (options.json !== true) context.terminal.out('');
  return showReproduction(context, run.id, options);
}
