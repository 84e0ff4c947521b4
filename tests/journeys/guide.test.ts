import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSteps } from '../recipe.ts';
import { writeSignals } from '../signals.ts';

const folder = fileURLToPath(new URL('../../docs/guide/', import.meta.url));
const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
const read = (page: string) => readFileSync(join(folder, page), 'utf8');

let product: Product;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'trainyard-guide-'));
  product = await startProduct();
  // What the first start leaves: demo data as run 1, a model as run 2; and a second model to compare.
  const signals = writeSignals(join(scratch, 'signals'));
  for (const words of [
    ['dataset', 'add', signals, '--name', 'demo'],
    ...[1, 2].map(() => ['run', 'start', 'signal-features', '--dataset', 'demo', '--preset', 'quick', '--follow']),
  ]) {
    const { code, stdout, stderr } = await product.trainyard(...words);
    expect(code, `${words.join(' ')}\n${stdout}${stderr}`).toBe(0);
  }
}, 300_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
}, 180_000);

it.each(pages)('every command of the guide does what it says: %s', async (page) => {
  const commands = readSteps(read(page)).flatMap((step) => (step.kind === 'commands' ? step.commands : []));
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const words = command.match(/"[^"]*"|\S+/g) ?? [];
    const [npx, name, ...args] = words.map((word) => word.replaceAll('"', ''));
    expect([npx, name]).toEqual(['npx', 'trainyard']);
    const { code, stdout, stderr } = await product.trainyard(...args);
    expect(code, `${command}\n${stdout}${stderr}`).toBe(0);
  }
});

it('every picture and page that the guide names is there', () => {
  const pictures = readdirSync(join(folder, 'pictures'));
  for (const page of pages) {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)#]+)/g)) {
      if (target.startsWith('pictures/')) expect(pictures, page).toContain(target.slice('pictures/'.length));
      else if (!target.startsWith('../')) expect(pages, page).toContain(target);
    }
  }
});
