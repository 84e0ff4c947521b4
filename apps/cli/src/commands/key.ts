import type { Command } from 'commander';
import { tableText } from '../terminal/table.ts';
import { agoText } from '../terminal/words.ts';
import type { CommandContext } from './context.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}

async function createKey(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  const made = await client.call('createKey', { body: { name } });
  if (options.json === true) return context.json(made);
  context.terminal.out(`${made.key}\nIt is shown only now.\nRevoke it: trainyard key revoke ${made.id}`);
}

async function listKeys(context: CommandContext, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listKeys');
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) return context.terminal.out('You have no keys.\nMake one: trainyard key create NAME');
  const table = tableText(
    [
      { title: 'key', wrap: true },
      { title: 'name', wrap: true },
      { title: 'of', wrap: true },
      { title: 'begins' },
      { title: 'made' },
      { title: 'used' },
    ],
    page.items.map((key) => [
      key.local ? 'this home' : key.id,
      key.name,
      key.owner.name,
      key.prefix === null ? 'not known' : `${key.prefix}…`,
      agoText(key.created_at, context.now()),
      key.used_at === null ? 'never' : agoText(key.used_at, context.now()),
    ]),
    context.look,
  );
  context.terminal.out(`${table}\n\nRevoke one: trainyard key revoke KEY`);
}

async function revokeKeys(context: CommandContext, ids: readonly string[], options: Json): Promise<void> {
  const client = await context.client();
  for (const key of ids) await client.call('revokeKey', { params: { key } });
  if (options.json === true) return context.json({ revoked: ids });
  context.terminal.out(ids.length === 1 ? 'The key is revoked.' : `${ids.length} keys are revoked.`);
}

export function registerKey(program: Command, register: Register): void {
  const key = program.command('key').description('API keys: how programs sign in');

  const create = withOptions(
    key
      .command('create')
      .description('make a key for a program; it is shown once')
      .argument('<name>', 'what will use it'),
    jsonOption(),
  );
  register(create, (context, [name = ''], options: Json) => createKey(context, name, options));

  const list = withOptions(
    key.command('list').description('keys that are good: your own; for administrators those of everybody'),
    jsonOption(),
  );
  register(list, (context, _, options: Json) => listKeys(context, options));

  const revoke = withOptions(
    key
      .command('revoke')
      .description('make keys useless at once')
      .argument('<keys...>', 'ids, see: trainyard key list'),
    jsonOption(),
  );
  register(revoke, (context, ids, options: Json) => revokeKeys(context, ids, options));
}
