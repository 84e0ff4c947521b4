// Runs a tool of node_modules/.bin after making sure that it is there: `node scripts/run-tool.mjs biome check .`
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './bootstrap.mjs';

await ensureInstalled();
const [tool = '', ...args] = process.argv.slice(2);
const child = spawn(path.join(root, 'node_modules/.bin', tool), args, { cwd: root, stdio: 'inherit' });
process.exitCode = await new Promise((resolve) => {
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    resolve(1);
  });
  child.on('exit', (code) => resolve(code ?? 1));
});
