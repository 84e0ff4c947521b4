// `npm test`: installs what is missing, then runs every lane but the expensive one (`--expensive` adds it).
import path from 'node:path';
import { ensureInstalled, requirePython, root, runOnNode } from './bootstrap.mjs';

const python = requirePython();
await ensureInstalled();
await python;
await runOnNode(path.join(root, 'scripts/test/run.mjs'), process.argv.slice(2), { cached: false });
