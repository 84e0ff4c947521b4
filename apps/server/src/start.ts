import { TrainyardError } from '@trainyard/contracts';
import { openFiles } from '@trainyard/files';
import { Gateway } from '@trainyard/llm-gateway';
import { metricIntake } from '@trainyard/queue/submit';
import type { Settings } from '@trainyard/settings';
import { installationId, migrate, openStore, retryWhileDown } from '@trainyard/store';
import { openCatalog } from '@trainyard/trainer-catalog';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Analysis } from './analysis/analysis-thread.ts';
import { Access } from './auth/access.ts';
import { ensureLocalKey } from './auth/local-key.ts';
import { admitLocalKey } from './auth/local-user.ts';
import { hashSecret } from './auth/secret.ts';
import { BatchBell } from './batch/batch-bell.ts';
import { BatchWork } from './batch/batch-work.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { Parts } from './parts.ts';
import { RunIds } from './run-ids.ts';
import { buildServer } from './server.ts';
import { EventHub } from './stream/event-hub.ts';
import { storeSource } from './stream/store-source.ts';
import { DatasetFacts } from './submit/dataset-facts.ts';

export interface StartOptions {
  settings: Settings;
  log: Logger;
  version: string;
  signal?: AbortSignal;
}

export interface RunningServer {
  app: FastifyInstance;
  parts: Parts;
  /** The address it listens on. */
  url: string;
  /** Of the local home, an administrator's. */
  localKey: string;
  close(): Promise<void>;
}

function databaseUrl(settings: Settings): string {
  if (settings.databaseUrl !== null) return settings.databaseUrl;
  const message = 'is needed by the server: npm start sets it to the embedded PostgreSQL';
  throw new TrainyardError(
    'settings-invalid',
    { detail: `DATABASE_URL ${message}` },
    { issues: [{ path: 'DATABASE_URL', message }] },
  );
}

function portTaken(error: unknown, port: number): unknown {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return taken ? new TrainyardError('port-taken', { port }, { cause: error }) : error;
}

/** With the port that it really has: port 0 asks for any. */
function addressOf(app: FastifyInstance, settings: Settings): string {
  const host = settings.hostAddress.includes(':') ? `[${settings.hostAddress}]` : settings.hostAddress;
  const port = app.addresses().find((address) => typeof address === 'object')?.port ?? settings.port;
  return `http://${host}:${port}`;
}

/** Opens what the server works with and listens; whatever was opened is closed again when a later step fails. */
export async function startServer({ settings, log, version, signal }: StartOptions): Promise<RunningServer> {
  const url = databaseUrl(settings);
  const localKey = await ensureLocalKey(settings.home);
  const store = openStore({ url, settings });
  const closers: (() => Promise<unknown>)[] = [() => store.close()];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse())
      await one().catch((error: unknown) => log.warn({ err: error }, 'while ending'));
  };
  try {
    const applied = await retryWhileDown(() => migrate(store), {
      forSeconds: settings.databaseWaitSeconds,
      ...(signal === undefined ? {} : { signal }),
      onDown: (error) => log.warn({ detail: error.message }, 'waiting for the database'),
    });
    if (applied.length > 0) log.info({ migrations: applied }, 'the database was upgraded');
    await admitLocalKey(store, localKey);
    const files = await openFiles({ root: settings.files, reserveBytes: settings.diskLowBytes });
    const facts = new DatasetFacts(files);
    closers.push(() => facts.close());
    const analysis = new Analysis(files.root);
    closers.push(() => analysis.close());
    const hub = new EventHub(storeSource(store), (error) => log.warn({ err: error }, 'events could not be read'));
    const { metricCommitMs: flushMs, metricMergeSeconds: mergeSeconds, metricMergePoints: mergePoints } = settings;
    const intake = metricIntake(store, { flushMs, mergeSeconds, mergePoints });
    closers.push(() => intake.close());
    const gateway = await Gateway.open({
      store,
      home: settings.home,
      backoffMs: settings.languageBackoffMs,
      beatSeconds: settings.beatSeconds,
      leaseSeconds: settings.leaseSeconds,
      databaseWaitSeconds: settings.databaseWaitSeconds,
      // The rest of the time that the server has for its end is needed for the rest of it.
      stopSeconds: settings.serverStopSeconds / 2,
      warn: (error, what) => log.warn({ err: error }, what),
    });
    closers.push(() => gateway.close());
    const batchBell = new BatchBell();
    const stopBell = await batchBell.listen(store);
    closers.push(async () => stopBell());
    const access = new Access(settings.callerCacheSeconds * 1000);
    const stopListening = await store.listener.listen('trainyard_access', {
      heard: (keyId) => access.revoked(keyId),
      missed: () => access.revoked(),
    });
    closers.push(async () => stopListening());
    const parts: Parts = {
      settings,
      store,
      files,
      catalog: openCatalog(settings),
      hub,
      facts,
      analysis,
      intake,
      gateway,
      batchBell,
      runIds: new RunIds(store),
      access,
      localKeyHash: hashSecret(localKey),
      log,
      installation: await installationId(store),
      version,
    };
    const batchWork = new BatchWork(parts, batchBell);
    closers.push(() => batchWork.close());
    const stopHousekeeping = startHousekeeping(parts);
    closers.push(async () => stopHousekeeping());
    const app = await buildServer(parts);
    closers.push(() => app.close());
    await app.listen({ host: settings.hostAddress, port: settings.port }).catch((error: unknown) => {
      throw portTaken(error, settings.port);
    });
    return { app, parts, url: addressOf(app, settings), localKey, close };
  } catch (error) {
    await close();
    throw error;
  }
}
