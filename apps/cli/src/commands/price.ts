import { type Command, InvalidArgumentError, Option } from 'commander';
import { priceList } from '../terminal/ledger-card.ts';
import type { CommandContext } from './context.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}
interface Given extends Json {
  input: number | null;
  output: number | null;
  cachedInput?: number | null;
  from?: string;
}

function usd(value: string): number | null {
  if (value === 'unknown') return null;
  const number = Number(value.replace(/^\$/, ''));
  if (value.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError('US dollars for a million tokens were expected, or unknown.');
  }
  return number;
}

function moment(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('A date was expected, for instance 2026-12-01.');
  return at.toISOString();
}

async function setPrice(
  context: CommandContext,
  [provider = '', model = '']: readonly string[],
  options: Given,
): Promise<void> {
  const client = await context.client();
  const price = await client.call('addPrice', {
    body: {
      provider,
      model,
      input_usd: options.input,
      output_usd: options.output,
      ...(options.cachedInput === undefined ? {} : { cached_input_usd: options.cachedInput }),
      ...(options.from === undefined ? {} : { valid_from: options.from }),
    },
  });
  if (options.json === true) return context.json(price);
  context.terminal.out(`Version ${price.version} of the price table. Calls that were made keep their price.`);
}

async function listPrices(context: CommandContext, options: Json): Promise<void> {
  const client = await context.client();
  const page = await client.call('listPrices');
  if (options.json === true) return context.json(page);
  const none =
    'No price is set, so that every cost is unknown.\nSet one: trainyard price set PROVIDER MODEL --input USD --output USD';
  const words = `${priceList(page.items, context.look)}\n\nUS dollars for a million tokens.`;
  context.terminal.out(page.items.length === 0 ? none : words);
}

export function registerPrice(program: Command, register: Register): void {
  const price = program.command('price').description('what calls to language models cost, in US dollars');

  const set = withOptions(
    price
      .command('set')
      .description('set the price of a million tokens from now, or from a day on')
      .argument('<provider>', 'see: trainyard provider list')
      .argument('<model>', "as the provider calls it; '*' for all that have no price of their own"),
    new Option('--input <usd>', 'of what is asked, or unknown').argParser(usd).makeOptionMandatory(),
    new Option('--output <usd>', 'of what is answered, or unknown').argParser(usd).makeOptionMandatory(),
    new Option('--cached-input <usd>', 'of what the provider reads from its own cache (default: as --input)').argParser(
      usd,
    ),
    new Option('--from <date>', 'good from then on (default: now)').argParser(moment),
    jsonOption(),
  );
  register(set, (context, args, options: Given) => setPrice(context, args, options));

  const list = withOptions(
    price.command('list').description('the price table, with what was good before'),
    jsonOption(),
  );
  register(list, (context, _, options: Json) => listPrices(context, options));
}
