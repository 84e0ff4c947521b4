import type { Command } from 'commander';
import { exitCodeWords } from './program.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function usage(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  const args = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [...names, ...args].join(' ');
}

/** Commands that do something themselves, in the order of the help. */
function leaves(command: Command): Command[] {
  const children = command.commands.flatMap(leaves);
  const works = command.commands.length === 0 || command.options.length > 0;
  return command.parent !== null && works ? [command, ...children] : children;
}

function section(command: Command): string[] {
  const lines = [
    `## ${usage(command).replace(/ [<[].*/, '')}`,
    '',
    `\`${usage(command)}\``,
    '',
    `${sentence(command.description())}`,
    '',
  ];
  for (const argument of command.registeredArguments) {
    if (argument.description !== '') lines.push(`- \`${argument.name()}\`: ${cell(argument.description)}`);
  }
  if (command.registeredArguments.some((argument) => argument.description !== '')) lines.push('');
  if (command.options.length === 0) return lines;
  lines.push('| option | meaning |', '| --- | --- |');
  for (const option of command.options) {
    const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
    const fallback = typeof option.defaultValue === 'string' ? `; default ${option.defaultValue}` : '';
    lines.push(`| \`${option.flags.replaceAll('|', '\\|')}\` | ${cell(option.description)}${choices}${fallback} |`);
  }
  return [...lines, ''];
}

function sentence(text: string): string {
  return `${cell(text.charAt(0).toUpperCase() + text.slice(1)).replace(/\.$/, '')}.`;
}

/** docs/reference/cli.md, made from the tree of commands itself. */
export function cliReference(program: Command): string {
  const codes = exitCodeWords.map(([code, words]) => `| ${code} | ${cell(words)} |`);
  return [
    '# Command line',
    '',
    'Everything that Trainyard does can be asked for here. The commands talk to the server at `TRAINYARD_URL`, by default that',
    'of the local home, with the key `TRAINYARD_KEY`, by default the one that the home keeps; only `up`, `worker`, `db` and `doctor`',
    'work on this machine itself.',
    '',
    'With `--json` a command prints one JSON value to standard output and nothing else there; errors are one line of JSON,',
    '`{"error": {code, detail, hint, issues}}`, on standard error. Fields are added, never taken away: `run start` gives',
    '`{id, number}`, `run show` gives `{id, number, status, progress, metrics, …}`, lists give `{items, next_cursor, total}`.',
    'Without it tables are for people: their form may change. Where the terminal is none, or `NO_COLOR` is set, progress comes',
    'line by line.',
    '',
    '| exit code | meaning |',
    '| --- | --- |',
    ...codes,
    '',
    ...leaves(program).flatMap(section),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
