import { readSettings } from '@trainyard/settings';
import { Command } from 'commander';

/** `trainyard up`: what `npm start` runs. */
export function upCommand(): Command {
  return new Command('up')
    .description('Start PostgreSQL, the server and a worker, and keep them running until Ctrl-C')
    .option('--no-welcome', 'skip the demo data and the first model on an empty home')
    .option('--verbose', 'show the logs of all parts here as well', false)
    .action(async (flags: { welcome: boolean; verbose: boolean }) => {
      const settings = readSettings();
      const { runUp } = await import('./up.ts');
      // The terminal may be closed before we are; the logs have it all.
      process.stdout.on('error', () => {});
      await runUp({ settings, ...flags, say: (message) => process.stdout.write(`${message}\n`) });
    });
}
