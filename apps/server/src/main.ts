import { readFile } from 'node:fs/promises';
import { TrainyardError } from '@trainyard/contracts';
import { readSettings, type Settings } from '@trainyard/settings';
import { pino } from 'pino';
import { startServer } from './start.ts';

async function versionOf(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

/** The server's process: starting → serving → (SIGTERM, SIGINT, or the supervisor is gone) → draining → ended. */
async function main(settings: Settings): Promise<void> {
  const log = pino({ level: settings.logLevel, base: { process: 'server' }, timestamp: pino.stdTimeFunctions.isoTime });
  const stopped = new AbortController();
  const end = (signal: string): void => {
    if (stopped.signal.aborted) return;
    log.info({ signal }, 'ending');
    stopped.abort();
    // What hangs past this is cut off: everything that counts is in the database.
    setTimeout(() => process.exit(1), settings.serverStopSeconds * 1000).unref();
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  try {
    const server = await startServer({ settings, log, version: await versionOf(), signal: stopped.signal });
    log.info({ url: server.url }, 'ready');
    if (!stopped.signal.aborted) await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    await server.close();
    process.exit(0);
  } catch (error) {
    if (error instanceof TrainyardError)
      log.fatal({ code: error.code, hint: error.hint, issues: error.issues }, error.message);
    else log.fatal({ err: error }, 'the server could not be started');
    process.exit(1);
  }
}

await main(readSettings());
