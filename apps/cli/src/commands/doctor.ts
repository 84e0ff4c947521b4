import { type SettingInUse, settingsInUse } from '@trainyard/settings';
import { type Command, Option } from 'commander';
import type { Look } from '../terminal/live-view.ts';
import { tableText } from '../terminal/table.ts';
import type { CommandContext } from './context.ts';
import type { Finding } from './doctor/findings.ts';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

function findingText({ what, verdict, says, hint }: Finding, look: Look): string {
  const mark = { ok: look.ink.good('ok     '), note: look.ink.dim('note   '), problem: look.ink.bad('problem') }[
    verdict
  ];
  return `${mark}  ${what.padEnd(12)}  ${says}${hint === null ? '' : `\n${' '.repeat(23)}${hint}`}`;
}

function settingTable(settings: readonly SettingInUse[], look: Look): string {
  return tableText(
    [{ title: 'setting' }, { title: 'value', wrap: true }, { title: 'meaning', wrap: true }],
    settings.map((one) => [
      one.env,
      `${one.value}${one.unit === null || one.value === 'not set' ? '' : ` ${one.unit}`}${one.from === 'environment' ? look.ink.accent(' (given)') : ''}`,
      one.meaning,
    ]),
    look,
  );
}

async function examine(context: CommandContext, options: { all?: boolean; json?: boolean }): Promise<number> {
  const { findingsOf } = await import('./doctor/findings.ts');
  const inUse = settingsInUse(context.settings);
  const findings = await findingsOf(context.settings);
  const problems = findings.filter((finding) => finding.verdict === 'problem');
  if (options.json === true) {
    context.json({ findings, settings: inUse });
    return problems.length === 0 ? 0 : 1;
  }
  const { look } = context;
  const shown = options.all === true ? inUse : inUse.filter((one) => one.from === 'environment');
  const blocks = [findings.map((finding) => findingText(finding, look)).join('\n')];
  blocks.push(
    shown.length === 0
      ? 'Every setting has its default. See them all: trainyard doctor --all'
      : settingTable(shown, look),
  );
  blocks.push(
    problems.length === 0
      ? look.ink.good('Nothing is wrong.')
      : look.ink.bad(problems.length === 1 ? 'One thing is wrong.' : `${problems.length} things are wrong.`),
  );
  context.terminal.out(blocks.join('\n\n'));
  return problems.length === 0 ? 0 : 1;
}

export function registerDoctor(program: Command, register: Register): void {
  const doctor = withOptions(
    program
      .command('doctor')
      .description('what Trainyard needs of this machine: what is there, what is missing, what to do; settings in use'),
    new Option('--all', 'all settings, not only those that were given'),
    jsonOption(),
  );
  register(doctor, (context, _, options: { all?: boolean; json?: boolean }) => examine(context, options));
}
