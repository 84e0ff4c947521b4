import type { Command } from 'commander';
import { jsonOption, withOptions } from './options.ts';
import type { Register } from './program.ts';

interface Json {
  json?: boolean;
}

/** Only these commands load the database's code. */
const work = () => import('./db/work.ts');

export function registerDatabase(program: Command, register: Register): void {
  const db = program
    .command('db')
    .description('check, upgrade, back up and restore the database: DATABASE_URL, or the embedded one of the home');

  const checking = withOptions(
    db.command('check').description('schema, sizes, and faults; changes nothing'),
    jsonOption(),
  );
  register(checking, async (context, _, options: Json) => (await work()).check(context, options));

  const upgrading = withOptions(
    db.command('upgrade').description('make or upgrade the schema; Trainyard itself does so at every start'),
    jsonOption(),
  );
  register(upgrading, async (context, _, options: Json) => (await work()).upgrade(context, options));

  const backing = withOptions(
    db
      .command('backup')
      .description('write the whole database, as it is now, to a folder; also while Trainyard runs')
      .argument('<folder>', 'a folder that is not there yet'),
    jsonOption(),
  );
  register(backing, async (context, [folder = ''], options: Json) => (await work()).backup(context, folder, options));

  const restoring = withOptions(
    db.command('restore').description('read a backup into an empty database').argument('<folder>', 'a backup'),
    jsonOption(),
  );
  register(restoring, async (context, [folder = ''], options: Json) =>
    (await work()).restore(context, folder, options),
  );
}
