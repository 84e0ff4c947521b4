import type { Command } from 'commander';
import { Option } from 'commander';
import { duration, gather, wholeNumber } from './arguments.ts';

export function jsonOption(): Option {
  return new Option('--json', 'print JSON for programs');
}

export function setOption(): Option {
  return new Option('--set <key=value>', 'one setting, repeatable; nested ones with a dot (split.by=window)')
    .argParser(gather)
    .default([], 'none');
}

export function configOption(): Option {
  return new Option('--config <file>', "settings as YAML, or a run's config.yaml; --set lies above it");
}

export function timeLimitOption(): Option {
  return new Option('--time-limit <time>', 'end it after so long, for instance 90s, 15min or 2h').argParser(duration);
}

export function priorityOption(): Option {
  return new Option('--priority <priority>', 'place in the queue').choices(['high', 'normal', 'low']);
}

export function followOption(): Option {
  return new Option('-f, --follow', 'draw its progress until it ends, then its results');
}

export function whole(flags: string, description: string): Option {
  return new Option(flags, description).argParser(wholeNumber);
}

/** Adds several options in one go. */
export function withOptions(command: Command, ...options: readonly Option[]): Command {
  for (const option of options) command.addOption(option);
  return command;
}
