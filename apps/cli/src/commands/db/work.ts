import { resolve } from 'node:path';
import { backupDatabase, databaseReport, migrate, restoreDatabase } from '@trainyard/store';
import { factsText, tableText } from '../../terminal/table.ts';
import { bytesText, countText, numberText } from '../../terminal/words.ts';
import type { CommandContext } from '../context.ts';
import { openDatabase } from './open.ts';

interface Json {
  json?: boolean;
}

export async function check(context: CommandContext, options: Json): Promise<number> {
  await using opened = await openDatabase(context.settings, { alone: false });
  const report = await databaseReport(opened.store);
  const { pending, foreign, applied } = report.migrations;
  const sound = pending.length === 0 && foreign.length === 0 && report.faults.length === 0;
  if (options.json === true) {
    context.json({ ...report, sound });
    return sound ? 0 : 1;
  }
  const { ink } = context.look;
  const rows = report.tables.filter((table) => table.rows > 0);
  context.terminal.out(
    [
      factsText(
        [
          ['PostgreSQL', report.server_version],
          ['size', bytesText(report.size_bytes)],
          [
            'schema',
            `${countText(applied.length, 'migration')} applied${pending.length === 0 ? '' : `, to come: ${pending.join(', ')}`}`,
          ],
        ],
        context.look,
      ),
      tableText(
        [{ title: 'table' }, { title: 'rows', right: true }, { title: 'size', right: true }],
        rows.map((table) => [table.name, numberText(table.rows), bytesText(table.size_bytes)]),
        context.look,
      ),
      ...foreign.map((number) => ink.bad(`Migration ${number} is newer than this version, or was changed.`)),
      ...report.faults.map((fault) => ink.bad(`Fault: ${fault}.`)),
      sound
        ? ink.good('The database is sound.')
        : pending.length > 0
          ? 'Bring it up to date: trainyard db upgrade'
          : 'Something is wrong with it; see docs/operate.',
    ].join('\n\n'),
  );
  return sound ? 0 : 1;
}

export async function upgrade(context: CommandContext, options: Json): Promise<void> {
  await using opened = await openDatabase(context.settings, { alone: true, create: true });
  const names = await migrate(opened.store);
  if (options.json === true) return context.json({ applied: names });
  context.terminal.out(names.length === 0 ? 'The schema is up to date.' : `Applied: ${names.join(', ')}.`);
}

export async function backup(context: CommandContext, to: string, options: Json): Promise<void> {
  const { settings } = context;
  await using opened = await openDatabase(settings, { alone: false });
  const folder = resolve(to);
  const manifest = await backupDatabase(opened.store, folder);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  if (options.json === true) return context.json({ folder, files: settings.files, rows, ...manifest });
  context.terminal.out(
    `${countText(rows, 'row')} of ${countText(manifest.tables.length, 'table')} written to ${folder}\n` +
      `Data sets, models and checkpoints are files and not in it: keep a copy of ${settings.files} too.`,
  );
}

export async function restore(context: CommandContext, from: string, options: Json): Promise<void> {
  const { settings } = context;
  await using opened = await openDatabase(settings, { alone: true, create: true });
  const folder = resolve(from);
  const manifest = await restoreDatabase(opened.store, folder);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  if (options.json === true) return context.json({ folder, rows, made_at: manifest.made_at });
  context.terminal.out(
    `${countText(rows, 'row')} restored, as of ${manifest.made_at}.\nPut the files that belong to it at ${settings.files}, then: npm start`,
  );
}
