import type { Command } from 'commander';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

export function registerLink(program: Command, register: Register): void {
  const link = withOptions(
    program.command('link').description('make a one-time link that signs a browser in'),
    jsonOption(),
  );
  register(link, async (context, _, options: { json?: boolean }) => {
    const client = await context.client();
    const made = await client.call('createSignInLink');
    if (options.json === true) return context.json(made);
    context.terminal.out(`${made.url}\nOpen it once, before ${new Date(made.expires_at).toLocaleTimeString('en-GB')}.`);
  });
}
