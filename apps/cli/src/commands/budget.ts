import { type Command, InvalidArgumentError, Option } from 'commander';
import { budgetList } from '../terminal/ledger-card.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Whose {
  json?: boolean;
  run?: string;
  user?: string;
  installation?: boolean;
}

function dollars(value: string): number {
  const number = Number(value.replace(/^\$/, ''));
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError('A sum in US dollars was expected, for instance 2.50.');
  }
  return number;
}

/** The run that is named, the person, everybody, or oneself. */
function whoseOf({ run, user, installation }: Whose): { run: string } | { user: string } | { installation: true } {
  if ([run, user, installation].filter((one) => one !== undefined).length > 1) {
    throw new UsageError('Say one of --run, --user and --installation.');
  }
  if (installation === true) return { installation };
  return run === undefined ? { user: user ?? 'me' } : { run };
}

async function setBudget(context: CommandContext, options: Whose & { limit?: number; calls?: number }): Promise<void> {
  const { limit, calls } = options;
  if (limit === undefined && calls === undefined) throw new UsageError('How much? Say --limit, --calls or both.');
  const whose = whoseOf(options);
  const body = { limit_usd: limit ?? null, limit_calls: calls ?? null };
  const client = await context.client();
  const budget =
    'installation' in whose
      ? await client.call('setInstallationBudget', { body })
      : 'run' in whose
        ? await client.call('setRunBudget', { params: { id: whose.run }, body })
        : await client.call('setUserBudget', { params: { user: whose.user }, body });
  if (options.json === true) return context.json(budget);
  context.terminal.out(budgetList([budget], context.look));
}

async function removeBudget(context: CommandContext, options: Whose): Promise<void> {
  const whose = whoseOf(options);
  const client = await context.client();
  if ('installation' in whose) await client.call('removeInstallationBudget');
  else if ('run' in whose) await client.call('removeRunBudget', { params: { id: whose.run } });
  else await client.call('removeUserBudget', { params: { user: whose.user } });
  if (options.json === true) return context.json({ removed: whose });
  context.terminal.out('There is no limit any more.');
}

async function listBudgets(context: CommandContext, options: Whose): Promise<void> {
  const client = await context.client();
  const page = await client.call('listLanguageBudgets');
  if (options.json === true) return context.json(page);
  const none = 'There are no budgets.\nSet one: trainyard budget set --run RUN --limit USD';
  context.terminal.out(page.items.length === 0 ? none : budgetList(page.items, context.look));
}

function whoseOptions(): Option[] {
  return [
    new Option('--run <run>', "a run's number or id"),
    new Option('--user <user>', 'a person, by name or id (default: yourself)'),
    new Option('--installation', 'everybody together, for administrators'),
  ];
}

export function registerBudget(program: Command, register: Register): void {
  const budget = program
    .command('budget')
    .description('what calls to language models may cost: of a run, of a person, of everybody');

  const set = withOptions(
    budget.command('set').description('limit money, calls or both; no call is made that might exceed it'),
    ...whoseOptions(),
    new Option('--limit <usd>', 'US dollars').argParser(dollars),
    whole('--calls <n>', 'calls that are paid for'),
    jsonOption(),
  );
  register(set, (context, _, options: Whose & { limit?: number; calls?: number }) => setBudget(context, options));

  const list = withOptions(budget.command('list').description('your budget and those of your runs'), jsonOption());
  register(list, (context, _, options: Whose) => listBudgets(context, options));

  const remove = withOptions(
    budget.command('remove').description('have no limit any more'),
    ...whoseOptions(),
    jsonOption(),
  );
  register(remove, (context, _, options: Whose) => removeBudget(context, options));
}
