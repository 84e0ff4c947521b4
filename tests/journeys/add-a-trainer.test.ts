import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSteps } from '../recipe.ts';

/** The page as its reader follows it: every command and every file, word by word. */
const page = readFileSync(new URL('../../docs/recipes/add-a-trainer.md', import.meta.url), 'utf8');

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose](), 180_000);

async function follow(command: string): Promise<{ code: number | null; said: string }> {
  const [npx, name, ...args] = command.split(' ');
  expect([npx, name], `"${command}" is for the reader of a fresh checkout`).toEqual(['npx', 'trainyard']);
  const { code, stdout, stderr } = await product.trainyard(...args);
  return { code, said: stdout + stderr };
}

it('docs/recipes/add-a-trainer.md leads to a trainer of one’s own, word by word', async () => {
  const folder = join(product.home, 'trainers/momentum-line');
  const failures: string[] = [];
  const steps = readSteps(page);
  for (const step of steps) {
    if (step.kind === 'file') {
      mkdirSync(dirname(join(folder, step.file)), { recursive: true });
      writeFileSync(join(folder, step.file), step.text);
    } else if (step.kind === 'change') {
      const before = readFileSync(join(folder, step.file), 'utf8');
      expect(before.split(step.from), `"${step.from}" stands once in ${step.file}`).toHaveLength(2);
      writeFileSync(
        join(folder, step.file),
        before.replace(step.from, () => step.to),
      );
    } else {
      for (const command of step.commands) {
        const { code, said } = await follow(command);
        expect(code === 0, `${command}\n${said}`).toBe(!step.fails);
        if (step.fails) failures.push(`${code} ${said}`);
      }
    }
  }
  expect(steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['commands', 'file', 'change']));

  const [check = '', config = ''] = failures;
  expect(check).toMatch(/^1 [\s\S]*FAIL[\s\S]*Paused and resumed/i);
  expect(config).toMatch(/^2 [\s\S]*Did you mean "epochs"\?/);
  expect(config).toContain('Learning rate must be at most twice what momentum leaves (momentum 0.99), got 0.5');
  const { items } = await product.client.call('listRuns', { query: { sort: 'number' } });
  expect(items.map((run) => `${run.trainer} ${run.status}`)).toEqual(Array(3).fill('momentum-line completed'));
  expect(items.at(-1)?.metrics.slope).toBeCloseTo(3, 0);
});
