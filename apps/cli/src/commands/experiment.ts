import type { Command } from 'commander';
import { countsText, runList } from '../terminal/run-list.ts';
import { tableText } from '../terminal/table.ts';
import { agoText, countText } from '../terminal/words.ts';
import type { CommandContext } from './context.ts';
import { followOption, jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';
import { followExperiment } from './run/follow-experiment.ts';

interface Json {
  json?: boolean;
}

async function listExperiments(context: CommandContext, options: Json & { limit?: number }): Promise<void> {
  const client = await context.client();
  const page = await client.call('listExperiments', { query: { limit: options.limit ?? 20 } });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) return context.terminal.out('There are no experiments yet.');
  const table = tableText(
    [
      { title: 'experiment', right: true },
      { title: 'name', wrap: true },
      { title: 'mode' },
      { title: 'runs', wrap: true },
      { title: 'made' },
    ],
    page.items.map((one) => [
      String(one.number),
      one.name,
      one.mode,
      countsText(one),
      agoText(one.created_at, context.now()),
    ]),
    context.look,
  );
  const more = page.total > page.items.length ? `${page.items.length} of ${countText(page.total, 'experiment')}. ` : '';
  context.terminal.out(`${table}\n\n${more}See one: trainyard experiment show ${page.items[0]?.number ?? 1}`);
}

async function showExperiment(
  context: CommandContext,
  id: string,
  options: Json & { follow?: boolean },
): Promise<number> {
  const client = await context.client();
  const { experiment, runs } = await client.call('getExperiment', { params: { id } });
  if (options.follow === true) return followExperiment(context, experiment, runs, options.json === true);
  if (options.json === true) {
    context.json({ ...experiment, runs });
    return 0;
  }
  const { ink } = context.look;
  const head = `${ink.bold(`Experiment ${experiment.number}`)}  ${experiment.name}  ${experiment.mode}  ${countsText(experiment)}`;
  const list = runs.length === 0 ? 'It has no runs.' : runList(runs, context.now(), context.look);
  context.terminal.out(`${head}\n\n${list}\n\nCompare runs: trainyard run compare A B`);
  return 0;
}

async function cancelExperiment(context: CommandContext, id: string, options: Json): Promise<void> {
  const client = await context.client();
  const { experiment, runs } = await client.call('cancelExperiment', { params: { id } });
  if (options.json === true) return context.json({ ...experiment, runs });
  context.terminal.out(
    `Experiment ${experiment.number}: ${countsText(experiment)}.\nSee it: trainyard experiment show ${experiment.number}`,
  );
}

export function registerExperiment(program: Command, register: Register): void {
  const experiment = program.command('experiment').description('groups of runs that belong together');
  const argument = ['<experiment>', "an experiment's number or id"] as const;

  const list = withOptions(
    experiment.command('list').description('list experiments'),
    whole('--limit <n>', 'how many (default: 20)'),
    jsonOption(),
  );
  register(list, (context, _, options: Json & { limit?: number }) => listExperiments(context, options));

  const show = withOptions(
    experiment
      .command('show')
      .description('its runs')
      .argument(...argument),
    followOption(),
    jsonOption(),
  );
  register(show, (context, [id = ''], options: Json & { follow?: boolean }) => showExperiment(context, id, options));

  const cancel = withOptions(
    experiment
      .command('cancel')
      .description('cancel all of its runs that have not ended')
      .argument(...argument),
    jsonOption(),
  );
  register(cancel, (context, [id = ''], options: Json) => cancelExperiment(context, id, options));
}
