import { promptExample } from '@trainyard/contracts';
import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { promptCard, promptDiffText, promptList } from '../terminal/prompt-card.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import { readYaml } from './overlay.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}

interface Written extends Json {
  file?: string;
  system?: string;
  output?: string;
  why?: string;
}

const promptFile = z.strictObject({
  system: z.string().optional(),
  output: z.string().optional(),
  examples: z.array(promptExample).optional(),
});

/** The parts that were given, from a file and from the command line; the command line lies above it. */
async function partsOf({ file, system, output }: Written): Promise<z.infer<typeof promptFile>> {
  const read = file === undefined ? { success: true as const, data: {} } : promptFile.safeParse(await readYaml(file));
  if (!read.success) {
    throw new UsageError(
      `${file} is no prompt: ${z.prettifyError(read.error)}`,
      'It holds system, output and examples (each with input and output), as YAML or JSON.',
    );
  }
  const parts = {
    ...read.data,
    ...(system === undefined ? {} : { system }),
    ...(output === undefined ? {} : { output }),
  };
  if (Object.keys(parts).length === 0) throw new UsageError('Which text?', 'Give --system, --output or --file.');
  return parts;
}

async function listPrompts(context: CommandContext, options: Json & { limit?: number; search?: string }) {
  const client = await context.client();
  const page = await client.call('listPrompts', {
    query: { limit: options.limit ?? 50, ...(options.search === undefined ? {} : { q: options.search }) },
  });
  if (options.json === true) return context.json(page);
  if (page.items.length === 0) {
    return context.terminal.out('There are no prompts yet.\nMake one: trainyard prompt create NAME --system TEXT');
  }
  context.terminal.out(promptList(page.items, context.now(), context.look));
}

/** `name` and `name@2`. */
function refOf(ref: string): { name: string; version: number | null } {
  const [, name, version] = /^([^@]+)(?:@([1-9]\d{0,8}))?$/.exec(ref) ?? [];
  if (name === undefined) throw new UsageError(`"${ref}" is no prompt.`, 'Write NAME, or NAME@2 for its version 2.');
  return { name, version: version === undefined ? null : Number(version) };
}

async function showPrompt(context: CommandContext, ref: string, options: Json): Promise<void> {
  const { name, version } = refOf(ref);
  const client = await context.client();
  const prompt = await client.call('getPrompt', { params: { name } });
  const { items } = await client.call('listPromptVersions', { params: { name } });
  const shown =
    version === null ? prompt.current : await client.call('getPromptVersion', { params: { name, version } });
  if (options.json === true) return context.json({ ...prompt, shown, versions: items });
  context.terminal.out(promptCard(prompt, shown, items, context.now(), context.look));
}

async function createPrompt(context: CommandContext, name: string, options: Written & { description?: string }) {
  const parts = await partsOf(options);
  const client = await context.client();
  const { description, why } = options;
  const body = {
    name,
    ...parts,
    ...(description === undefined ? {} : { description }),
    ...(why === undefined ? {} : { why }),
  };
  const prompt = await client.call('createPrompt', { body });
  if (options.json === true) return context.json(prompt);
  context.terminal.out(`${name}@1 is there.\nChange it: trainyard prompt add ${name} --system TEXT --why REASON`);
}

/** Parts that are not given stay as the current version has them. */
async function addVersion(
  context: CommandContext,
  name: string,
  options: Written & { keepCurrent?: boolean; dropPlaceholders?: boolean },
): Promise<void> {
  const parts = await partsOf(options);
  const client = await context.client();
  const { current } = await client.call('getPrompt', { params: { name } });
  const version = await client.call('createPromptVersion', {
    params: { name },
    body: {
      system: current.system,
      output: current.output,
      examples: current.examples,
      ...parts,
      parents: [current.version],
      ...(options.why === undefined ? {} : { why: options.why }),
      make_current: options.keepCurrent !== true,
      drops_placeholders: options.dropPlaceholders === true,
    },
  });
  if (options.json === true) return context.json(version);
  const told = version.version <= current.version ? 'is that text already' : 'is there';
  context.terminal.out(`${name}@${version.version} ${told}${version.current ? ', and is current' : ''}.`);
}

async function diffVersions(
  context: CommandContext,
  [name = '', before = '', after]: readonly string[],
  options: Json,
): Promise<void> {
  const client = await context.client();
  const read = (text: string) => {
    const version = /^@?([1-9]\d{0,8})$/.exec(text)?.[1];
    if (version === undefined) throw new UsageError(`"${text}" is no version.`, 'Versions are numbers: 1, 2, 3.');
    return client.call('getPromptVersion', { params: { name, version: Number(version) } });
  };
  const older = await read(before);
  const newer =
    after === undefined ? (await client.call('getPrompt', { params: { name } })).current : await read(after);
  if (options.json === true) return context.json({ before: older, after: newer });
  context.terminal.out(promptDiffText(older, newer, context.look));
}

async function useVersion(context: CommandContext, ref: string, options: Json): Promise<void> {
  const { name, version } = refOf(ref);
  if (version === null) throw new UsageError('Which version?', `trainyard prompt use ${name}@2`);
  const client = await context.client();
  const prompt = await client.call('usePromptVersion', { params: { name }, body: { version } });
  if (options.json === true) return context.json(prompt);
  context.terminal.out(`${name} is now its version ${version}.`);
}

async function removePrompt(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  await client.call('deletePrompt', { params: { name } });
  if (options.json === true) return context.json({ removed: name });
  context.terminal.out(`${name} and its versions are removed. Runs keep the texts that they used.`);
}

export function registerPrompt(program: Command, register: Register): void {
  const prompt = program.command('prompt').description('prompts and their versions: texts for language models');
  const texts = (command: Command): Command =>
    withOptions(
      command,
      new Option('--system <text>', 'role and rules; {{column}} is filled in from the item'),
      new Option('--output <text>', 'how the answer is to be written'),
      new Option('--file <file>', 'system, output and examples as YAML or JSON'),
      new Option('--why <text>', 'why it is so'),
    );

  const list = withOptions(
    prompt.command('list').description('list prompts'),
    new Option('--search <words>', 'words in the name or description'),
    whole('--limit <n>', 'how many (default: 50)'),
    jsonOption(),
  );
  register(list, (context, _, options: Json & { limit?: number; search?: string }) => listPrompts(context, options));

  const show = withOptions(
    prompt.command('show').description('a version whole, and the list of all').argument('<prompt>', 'name or name@2'),
    jsonOption(),
  );
  register(show, (context, [ref = ''], options: Json) => showPrompt(context, ref, options));

  const create = withOptions(
    texts(prompt.command('create').description('make a prompt').argument('<name>', 'lower-case words with hyphens')),
    new Option('--description <text>', 'what it is for'),
    jsonOption(),
  );
  register(create, (context, [name = ''], options: Written & { description?: string }) =>
    createPrompt(context, name, options),
  );

  const add = withOptions(
    texts(
      prompt
        .command('add')
        .description('add a version; parts that are not given stay as they are')
        .argument('<name>', 'of the prompt'),
    ),
    new Option('--keep-current', 'do not use it yet'),
    new Option('--drop-placeholders', 'it may lose placeholders of the current version'),
    jsonOption(),
  );
  register(add, (context, [name = ''], options: Written & { keepCurrent?: boolean; dropPlaceholders?: boolean }) =>
    addVersion(context, name, options),
  );

  const diff = withOptions(
    prompt
      .command('diff')
      .description('what changed from one version to another, words marked')
      .argument('<name>', 'of the prompt')
      .argument('<before>', 'number of the older version')
      .argument('[after]', 'of the newer one; the current one where it is left out'),
    jsonOption(),
  );
  register(diff, diffVersions);

  const use = withOptions(
    prompt
      .command('use')
      .description('use a version from now on where none is named')
      .argument('<version>', 'as name@2'),
    jsonOption(),
  );
  register(use, (context, [ref = ''], options: Json) => useVersion(context, ref, options));

  const remove = withOptions(
    prompt.command('remove').description('forget a prompt and its versions').argument('<name>', 'of the prompt'),
    jsonOption(),
  );
  register(remove, (context, [name = ''], options: Json) => removePrompt(context, name, options));
}
