import { providerKind } from '@trainyard/contracts';
import { type Command, Option } from 'commander';
import { providerCard, providerList, providerTestText } from '../terminal/provider-card.ts';
import { exitCodes } from '../terminal/status-words.ts';
import { duration } from './arguments.ts';
import type { CommandContext } from './context.ts';
import { keyFileOption, readKeyFile } from './key-file.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}
interface Given extends Json {
  url?: string;
  keyFile?: string;
  project?: string;
  location?: string;
  concurrent?: number;
  perMinute?: number;
  timeout?: number;
  retries?: number;
}

async function fieldsOf({ url, keyFile, project, location, concurrent, perMinute, timeout, retries }: Given) {
  return {
    ...(url === undefined ? {} : { base_url: url }),
    ...(keyFile === undefined ? {} : { key: await readKeyFile(keyFile) }),
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
    ...(concurrent === undefined ? {} : { max_concurrent: concurrent }),
    ...(perMinute === undefined ? {} : { max_per_minute: perMinute === 0 ? null : perMinute }),
    ...(timeout === undefined ? {} : { timeout_s: timeout }),
    ...(retries === undefined ? {} : { retries }),
  };
}

async function addProvider(
  context: CommandContext,
  name: string,
  options: Given & { kind: (typeof providerKind.options)[number] },
): Promise<void> {
  const client = await context.client();
  const body = { name, kind: options.kind, ...(await fieldsOf(options)) };
  const made = await client.call('createProvider', { body });
  if (options.json === true) return context.json(made);
  context.terminal.out(
    `${providerCard(made, context.now(), context.look)}\n\nTry it: trainyard provider test ${made.name}`,
  );
}

async function changeProvider(
  context: CommandContext,
  name: string,
  options: Given & { name?: string; removeKey?: boolean },
): Promise<void> {
  const client = await context.client();
  const renamed = options.name === undefined ? {} : { name: options.name };
  const removed = options.removeKey === true ? { key: null } : {};
  const body = { ...(await fieldsOf(options)), ...renamed, ...removed };
  const changed = await client.call('patchProvider', { params: { provider: name }, body });
  if (options.json === true) return context.json(changed);
  context.terminal.out(providerCard(changed, context.now(), context.look));
}

async function listProviders(context: CommandContext, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listProviders');
  if (options.json === true) return context.json(page);
  const none = 'There are no providers yet.\nAdd one: trainyard provider add NAME --kind KIND';
  context.terminal.out(page.items.length === 0 ? none : providerList(page.items, context.now(), context.look));
}

async function showProvider(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  const one = await client.call('getProvider', { params: { provider: name } });
  if (options.json === true) return context.json(one);
  context.terminal.out(providerCard(one, context.now(), context.look));
}

async function removeProvider(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  await client.call('deleteProvider', { params: { provider: name } });
  if (options.json === true) return context.json({ removed: name });
  context.terminal.out(`${name} is removed, and its key with it.`);
}

async function testProvider(
  context: CommandContext,
  name: string,
  options: Json & { model?: string },
): Promise<number | undefined> {
  const client = await context.client();
  const body = options.model === undefined ? {} : { model: options.model };
  const told = await client.call('testProvider', { params: { provider: name }, body });
  if (options.json === true) context.json(told);
  else context.terminal.out(providerTestText(told, context.look));
  return told.ok ? undefined : exitCodes.failed;
}

function limitOptions(): Option[] {
  return [
    new Option('--url <address>', 'where it answers, such as https://api.openai.com/v1'),
    keyFileOption(),
    new Option('--project <project>', 'of Google Cloud, for vertex'),
    new Option('--location <location>', 'of Google Cloud, for vertex, such as europe-west4'),
    whole('--concurrent <n>', 'calls at once (default: 8)'),
    whole('--per-minute <n>', 'calls begun in a minute; 0 for no limit'),
    new Option('--timeout <time>', 'how long one attempt may take (default: 60s)').argParser(duration),
    whole('--retries <n>', 'further attempts after a passing failure (default: 4)'),
    jsonOption(),
  ];
}

export function registerProvider(program: Command, register: Register): void {
  const provider = program.command('provider').description('accounts with providers of language models');
  const argument = ['<name>', 'of the provider'] as const;

  const add = withOptions(
    provider
      .command('add')
      .description('add a provider; its key is sealed and never shown again')
      .argument('<name>', 'to call it by'),
    new Option('--kind <kind>', 'what it speaks').choices(providerKind.options).makeOptionMandatory(),
    ...limitOptions(),
  );
  register(add, (context, [name = ''], options: Given & { kind: (typeof providerKind.options)[number] }) =>
    addProvider(context, name, options),
  );

  const list = withOptions(provider.command('list').description('list providers'), jsonOption());
  register(list, (context, _, options: Json) => listProviders(context, options));

  const show = withOptions(
    provider
      .command('show')
      .description('address, limits and last test')
      .argument(...argument),
    jsonOption(),
  );
  register(show, (context, [name = ''], options: Json) => showProvider(context, name, options));

  const change = withOptions(
    provider
      .command('change')
      .description('give it another address, key or limit')
      .argument(...argument),
    new Option('--name <name>', 'another name'),
    new Option('--remove-key', 'forget its key'),
    ...limitOptions(),
  );
  register(change, (context, [name = ''], options: Given & { name?: string; removeKey?: boolean }) =>
    changeProvider(context, name, options),
  );

  const test = withOptions(
    provider
      .command('test')
      .description('say what of the connection works and what does not')
      .argument(...argument),
    new Option('--model <model>', 'put one tiny question to this model, as the provider calls it'),
    jsonOption(),
  );
  register(test, (context, [name = ''], options: Json & { model?: string }) => testProvider(context, name, options));

  const remove = withOptions(
    provider
      .command('remove')
      .description('remove a provider; refused while a language model uses it')
      .argument(...argument),
    jsonOption(),
  );
  register(remove, (context, [name = ''], options: Json) => removeProvider(context, name, options));
}
