import { TrainyardError } from '@trainyard/contracts';
import { Command } from 'commander';
import { upCommand } from './up/command.ts';

const program = new Command('trainyard').description('A workbench for machine-learning teams').addCommand(upCommand());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof TrainyardError)) throw error;
  process.stderr.write(`${error.message}\n`);
  for (const { path, message } of error.issues) process.stderr.write(`  ${path}: ${message}\n`);
  process.stderr.write(`${error.hint}\n`);
  process.exitCode = 1;
}
