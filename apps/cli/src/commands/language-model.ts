import { languageRole } from '@trainyard/contracts';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { languageModelCard, languageModelList } from '../terminal/language-model-card.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './error-words.ts';
import { jsonOption, whole, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}
interface Parameters extends Json {
  temperature?: number | 'none';
  maxTokens?: number;
  topP?: number | 'none';
  topK?: number | 'none';
}
interface Given extends Parameters {
  provider: string;
  model: string;
}

/** A number, or `none` for what the provider does by itself. */
function numberOrNone(value: string): number | 'none' {
  // Null comes only with the request: the parser of options takes it for a value that is missing.
  if (value === 'none') return value;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) {
    throw new InvalidArgumentError('A number was expected, or none for what the provider does by itself.');
  }
  return number;
}

function parametersOf({ temperature, maxTokens, topP, topK }: Parameters) {
  const said = (value: number | 'none'): number | null => (value === 'none' ? null : value);
  return {
    ...(temperature === undefined ? {} : { temperature: said(temperature) }),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(topP === undefined ? {} : { top_p: said(topP) }),
    ...(topK === undefined ? {} : { top_k: said(topK) }),
  };
}

async function addModel(context: CommandContext, name: string, options: Given): Promise<void> {
  const client = await context.client();
  const body = { name, provider: options.provider, model: options.model, ...parametersOf(options) };
  const made = await client.call('createLanguageModel', { body });
  if (options.json === true) return context.json(made);
  context.terminal.out(
    `${languageModelCard(made, context.look)}\n\nMake it your default: trainyard language-model default primary ${made.name}`,
  );
}

async function changeModel(
  context: CommandContext,
  name: string,
  options: Partial<Given> & { name?: string; active?: boolean },
): Promise<void> {
  const client = await context.client();
  const body = {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.provider === undefined ? {} : { provider: options.provider }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.active === undefined ? {} : { active: options.active }),
    ...parametersOf(options),
  };
  const changed = await client.call('patchLanguageModel', { params: { name }, body });
  if (options.json === true) return context.json(changed);
  context.terminal.out(languageModelCard(changed, context.look));
}

async function listModels(context: CommandContext, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listLanguageModels');
  if (options.json === true) return context.json(page);
  const none =
    'There are no language models yet.\nName one: trainyard language-model add NAME --provider PROVIDER --model MODEL';
  context.terminal.out(page.items.length === 0 ? none : languageModelList(page.items, context.look));
}

async function showModel(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  const one = await client.call('getLanguageModel', { params: { name } });
  if (options.json === true) return context.json(one);
  context.terminal.out(languageModelCard(one, context.look));
}

async function removeModel(context: CommandContext, name: string, options: Json): Promise<void> {
  const client = await context.client();
  await client.call('deleteLanguageModel', { params: { name } });
  if (options.json === true) return context.json({ removed: name });
  context.terminal.out(`${name} is forgotten. Its calls stay in the ledger.`);
}

async function chooseDefault(
  context: CommandContext,
  [word = '', name]: readonly string[],
  options: Json & { remove?: boolean },
): Promise<void> {
  const read = languageRole.safeParse(word);
  if (!read.success) throw new UsageError(`"${word}" is no role.`, `Roles are ${languageRole.options.join(', ')}.`);
  const role = read.data;
  const client = await context.client();
  if (options.remove === true) {
    await client.call('removeDefaultLanguageModel', { params: { role } });
    if (options.json === true) return context.json({ role, name: null });
    return context.terminal.out(`You have no default for the role ${role} any more.`);
  }
  if (name === undefined) throw new UsageError('Which language model?', 'Name it, or say --remove.');
  const chosen = await client.call('setDefaultLanguageModel', { params: { role }, body: { name } });
  if (options.json === true) return context.json(chosen);
  context.terminal.out(`${chosen.name} is your default for the role ${role}.`);
}

function parameterOptions(): Option[] {
  const orNone = (flags: string, text: string): Option => new Option(flags, text).argParser(numberOrNone);
  return [
    orNone('--temperature <number>', '0 to 2, or none (default: 0)'),
    whole('--max-tokens <n>', 'the longest answer (default: 1024)'),
    orNone('--top-p <number>', '0 to 1, or none (default: 1)'),
    orNone('--top-k <n>', '1 to 1000, or none (default: 40; none for OpenAI, which takes none)'),
    jsonOption(),
  ];
}

export function registerLanguageModel(program: Command, register: Register): void {
  const model = program
    .command('language-model')
    .description('language models: models of providers with the parameters that they are asked with');
  const argument = ['<name>', 'of the language model'] as const;

  const add = withOptions(
    model.command('add').description('name a model of a provider').argument('<name>', 'to call it by'),
    new Option('--provider <provider>', 'see: trainyard provider list').makeOptionMandatory(),
    new Option('--model <model>', 'as the provider calls it').makeOptionMandatory(),
    ...parameterOptions(),
  );
  register(add, (context, [name = ''], options: Given) => addModel(context, name, options));

  const list = withOptions(model.command('list').description('list language models'), jsonOption());
  register(list, (context, _, options: Json) => listModels(context, options));

  const show = withOptions(
    model
      .command('show')
      .description('provider and parameters')
      .argument(...argument),
    jsonOption(),
  );
  register(show, (context, [name = ''], options: Json) => showModel(context, name, options));

  const change = withOptions(
    model
      .command('change')
      .description('give it another model or other parameters')
      .argument(...argument),
    new Option('--name <name>', 'another name'),
    new Option('--provider <provider>', 'another provider'),
    new Option('--model <model>', 'another model, as the provider calls it'),
    new Option('--active', 'it may be asked'),
    new Option('--no-active', 'it is kept, and neither offered nor asked'),
    ...parameterOptions(),
  );
  register(change, (context, [name = ''], options: Partial<Given> & { name?: string; active?: boolean }) =>
    changeModel(context, name, options),
  );

  const choose = withOptions(
    model
      .command('default')
      .description('choose your own default for a role')
      .argument('<role>', languageRole.options.join(', '))
      .argument('[name]', 'of the language model'),
    new Option('--remove', 'have none'),
    jsonOption(),
  );
  register(choose, chooseDefault);

  const remove = withOptions(
    model
      .command('remove')
      .description('forget a language model')
      .argument(...argument),
    jsonOption(),
  );
  register(remove, (context, [name = ''], options: Json) => removeModel(context, name, options));
}
