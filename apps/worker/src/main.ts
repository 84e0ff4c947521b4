import { readArguments } from './arguments.ts';
import { runWorker } from './run-worker.ts';

process.title = 'trainyard worker';
process.exitCode = await runWorker(readArguments(process.argv.slice(2)));
