import { Socket } from 'node:net';

/**
 * Loaded into the server and the worker before their own code: file descriptor 3 is a pipe from the supervisor, and when
 * it closes the supervisor is gone, however it went. The process is then told to end, and made to when it does not.
 */
const parameters = new URL(import.meta.url).searchParams;
const limitSeconds = Number(parameters.get('limit') ?? '10');
process.title = parameters.get('title') ?? process.title;

const lifeline = new Socket({ fd: 3, readable: true, writable: false });
lifeline.on('error', () => {}); // ends as a close
lifeline.on('close', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), limitSeconds * 1000).unref();
});
lifeline.resume();
lifeline.unref();
