// `npm start`: installs what is missing, then starts everything and keeps it running until Ctrl-C.
import path from 'node:path';
import { ensureInstalled, requirePython, root, runOnNode } from './bootstrap.mjs';

const python = requirePython();
await ensureInstalled();
await python;
await runOnNode(path.join(root, 'apps/cli/src/main.ts'), ['up', ...process.argv.slice(2)]);
