import { callStatus, languageRole, usageGroup } from '@trainyard/contracts';
import { type Command, Option } from 'commander';
import { callList, usageList } from '../terminal/ledger-card.ts';
import type { CommandContext } from './context.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Which {
  json?: boolean;
  run?: string;
  batch?: string;
  role?: (typeof languageRole.options)[number];
  status?: (typeof callStatus.options)[number];
  everybody?: boolean;
}

function queryOf({ run, batch, role, status, everybody }: Which) {
  return {
    ...(run === undefined ? {} : { run }),
    ...(batch === undefined ? {} : { batch }),
    ...(role === undefined ? {} : { role }),
    ...(status === undefined ? {} : { status }),
    ...(everybody === true ? { everybody: 'true' as const } : {}),
  };
}

function noneOf({ run, batch, role, status }: Which): string {
  return run === undefined && batch === undefined && role === undefined && status === undefined
    ? 'No call was made yet.'
    : 'No call is like that.';
}

async function listCalls(context: CommandContext, options: Which & { limit?: number }): Promise<void> {
  const client = await context.client();
  const page = await client.call('listLanguageCalls', { query: { ...queryOf(options), limit: options.limit ?? 50 } });
  if (options.json === true) return context.json(page);
  const none = noneOf(options);
  context.terminal.out(page.items.length === 0 ? none : callList(page.items, context.now(), context.look));
}

async function sumUsage(
  context: CommandContext,
  options: Which & { by: (typeof usageGroup.options)[number] },
): Promise<void> {
  const client = await context.client();
  const page = await client.call('sumLanguageUsage', { query: { ...queryOf(options), by: options.by } });
  if (options.json === true) return context.json(page);
  const none = noneOf(options);
  context.terminal.out(page.items.length === 0 ? none : usageList(page.items, options.by, context.look));
}

function whichOptions(): Option[] {
  return [
    new Option('--run <run>', 'of one run, by number or id'),
    new Option('--batch <batch>', 'of one batch, by number or id').conflicts('run'),
    new Option('--role <role>', 'of one role').choices(languageRole.options),
    new Option('--status <status>', 'of one status').choices(callStatus.options),
    new Option('--everybody', 'of all people, for administrators'),
  ];
}

export function registerLanguageCall(program: Command, register: Register): void {
  const call = program.command('language-call').description('the ledger of calls to language models, every attempt');

  const list = withOptions(
    call.command('list').description('list calls, newest first'),
    ...whichOptions(),
    whole('--limit <n>', 'how many (default: 50)'),
    jsonOption(),
  );
  register(list, (context, _, options: Which & { limit?: number }) => listCalls(context, options));

  const usage = withOptions(
    call.command('usage').description('calls, tokens and cost added up'),
    new Option('--by <group>', 'by what').choices(usageGroup.options).default('language_model'),
    ...whichOptions(),
    jsonOption(),
  );
  register(usage, (context, _, options: Which & { by: (typeof usageGroup.options)[number] }) =>
    sumUsage(context, options),
  );
}
