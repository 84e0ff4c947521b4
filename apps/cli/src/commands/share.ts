import { type Command, Option } from 'commander';
import { tableText } from '../terminal/table.ts';
import { agoText } from '../terminal/words.ts';
import { duration } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}

function untilText(moment: string): string {
  return new Date(moment).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

async function createShare(context: CommandContext, id: string, options: Json & { expires?: number }): Promise<void> {
  const client = await context.client();
  const body = options.expires === undefined ? {} : { expires_in_s: Math.round(options.expires) };
  const made = await client.call('createShare', { params: { id }, body });
  if (options.json === true) return context.json(made);
  context.terminal.out(
    `${made.url}\nWhoever has it sees the run until ${untilText(made.expires_at)}. It is shown only now.\nRevoke it: trainyard share revoke ${made.id}`,
  );
}

async function listShares(context: CommandContext, id: string, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listShares', { params: { id } });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0)
    return context.terminal.out(`No link leads to it.\nMake one: trainyard share create ${id}`);
  const table = tableText(
    [
      { title: 'link', wrap: true },
      { title: 'by', wrap: true },
      { title: 'made' },
      { title: 'until' },
      { title: 'used' },
    ],
    page.items.map((share) => [
      share.id,
      share.owner.name,
      agoText(share.created_at, context.now()),
      untilText(share.expires_at),
      share.used_at === null ? 'never' : agoText(share.used_at, context.now()),
    ]),
    context.look,
  );
  context.terminal.out(`${table}\n\nRevoke one: trainyard share revoke LINK`);
}

async function revokeShares(context: CommandContext, ids: readonly string[], options: Json): Promise<void> {
  const client = await context.client();
  for (const share of ids) await client.call('revokeShare', { params: { share } });
  if (options.json === true) return context.json({ revoked: ids });
  context.terminal.out(ids.length === 1 ? 'The link is revoked.' : `${ids.length} links are revoked.`);
}

export function registerShare(program: Command, register: Register): void {
  const share = program.command('share').description('read-only links to runs, for people without an account');
  const argument = ['<run>', "a run's number or id"] as const;

  const create = withOptions(
    share
      .command('create')
      .description('make a link to a run; it is shown once')
      .argument(...argument),
    new Option('--expires <time>', 'how long it is good, for instance 2h or 30d (default: 7d)').argParser(duration),
    jsonOption(),
  );
  register(create, (context, [id = ''], options: Json & { expires?: number }) => createShare(context, id, options));

  const list = withOptions(
    share
      .command('list')
      .description('links to a run that are still good')
      .argument(...argument),
    jsonOption(),
  );
  register(list, (context, [id = ''], options: Json) => listShares(context, id, options));

  const revoke = withOptions(
    share
      .command('revoke')
      .description('make links useless')
      .argument('<links...>', 'ids, see: trainyard share list RUN'),
    jsonOption(),
  );
  register(revoke, (context, ids, options: Json) => revokeShares(context, ids, options));
}
