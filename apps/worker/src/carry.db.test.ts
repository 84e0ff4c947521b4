import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openFiles } from '@trainyard/files';
import { claim } from '@trainyard/queue/work';
import { environmentWith, readSettings } from '@trainyard/settings';
import { newId } from '@trainyard/store';
import { openCatalog } from '@trainyard/trainer-catalog';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Harness, openHarness } from '../test/harness.ts';
import { Carry } from './carry.ts';
import { register } from './register.ts';

let h: Harness;
beforeEach(async () => {
  h = await openHarness();
});
afterEach(() => h[Symbol.asyncDispose]());

it('a run that is cancelled while it is prepared drops its files', async () => {
  const settings = readSettings(environmentWith({ TRAINYARD_HOME: h.home }));
  const files = await openFiles({ root: settings.files, reserveBytes: 1000 });
  const catalog = openCatalog(settings, { python: Promise.resolve(null) });
  const id = await h.submit();
  const context = {
    settings,
    store: h.store,
    files,
    catalog: {
      ...catalog,
      environment: async (name: string) => {
        await h.act(id, 'cancel');
        return catalog.environment(name);
      },
    },
    log: pino({ level: 'silent' }),
    workerId: newId(),
  };
  await register(context, { slots: 1, gpus: [] });
  const claimed = await claim(h.store, { workerId: context.workerId, leaseSeconds: 30, priorityAgeSeconds: 600 });
  if (claimed === null) throw new Error('nothing to claim');
  const kept = files.checkpointFolder(id, 'one');
  await mkdir(kept, { recursive: true });
  await writeFile(`${kept}/weights`, 'w');
  await new Carry(context, claimed, () => undefined).run();
  expect((await h.run(id)).status).toBe('cancelled');
  expect(existsSync(dirname(dirname(kept)))).toBe(false);
});
