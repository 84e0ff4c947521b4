import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSteps } from '../recipe.ts';
import { writeSignals } from '../signals.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'README.md'), 'utf8');
const commands = readSteps(page).flatMap((step) => (step.kind === 'commands' ? step.commands : []));

let product: Product;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-readme-'));
  writeSignals(join(scratch, 'recordings'));
  product = await startProduct();
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 180_000);

/** The words of a command; double quotes hold one together. */
const wordsOf = (command: string) =>
  [...command.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));

it('every command of the README does what it says, in its order', async () => {
  expect(commands.slice(0, 2)).toEqual(['npm start', 'npm test']);
  for (const command of commands.slice(2)) {
    const real = command
      .replace('path/to/recordings', join(scratch, 'recordings'))
      .replace('path/to/train.py', `${join(root, 'examples/plain-pytorch/before.py')} 3`);
    const [npx, name, ...args] = wordsOf(real);
    expect([npx, name]).toEqual(['npx', 'trainyard']);
    // It would write into the folder of the product.
    if (args[1] === 'export') args.push('--to', join(scratch, 'export'));
    const { code, stdout, stderr } = await product.trainyard(...args);
    if (args[1] === 'pause') expect(stderr, command).toContain('is completed; "pause" is not possible now');
    else expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
  }
  const { items } = await product.client.call('listRuns', {
    query: { sort: 'number', filter: 'trainer:signal-features' },
  });
  expect(items.map((run) => run.number)[0], 'the run that the README speaks of').toBe(2);
});
