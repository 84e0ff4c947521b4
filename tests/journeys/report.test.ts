import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '@trainyard/contracts';
import { eventually, type Product, startProduct } from '@trainyard/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const recipe = readFileSync(new URL('../../docs/recipes/add-a-trainer.md', import.meta.url), 'utf8');
const hostile = `<script>alert(1)</script> #strong[x] “ж” \u202eolleh 👩‍🔧 مرحبا ${'long'.repeat(40)}`;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  const folder = join(product.home, 'trainers/line-in-typescript');
  mkdirSync(folder, { recursive: true });
  // The program of the page, word by word.
  writeFileSync(join(folder, 'train.ts'), /```ts\n([\s\S]*?)```/.exec(recipe)?.[1] ?? '');
  writeFileSync(
    join(folder, 'trainer.yaml'),
    `id: line-in-typescript
title: Line in TypeScript
purpose: Fits a slope.
family: tests
environment: node
entry: [node, train.ts]
parameters: { type: object, properties: { epochs: { type: integer, minimum: 1, default: 12 } } }
capabilities: { pause: true, stop: true, exact_resume: exact }
sections: [metric-table]
conformance: { set: { epochs: 40 } }
`,
  );
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose](), 180_000);

function ended(id: string): Promise<Run> {
  return eventually(`the end of run ${id}`, async () => {
    const run = await product.client.call('getRun', { params: { id } });
    if (run.status === 'failed') throw new Error(`the run failed: ${run.reason?.message}`);
    return run.status === 'completed' && run;
  });
}

async function reportOn(runs: (number | string)[], config: Record<string, unknown> = {}) {
  const startedAt = performance.now();
  const body = { trainer: 'report', priority: 'high' as const, config: { runs, ...config } };
  const { id } = await product.client.call('createRun', { body });
  const run = await ended(id);
  const seconds = (performance.now() - startedAt) / 1000;
  const { items } = await product.client.call('listFiles', { params: { id } });
  const [file] = items.filter(({ kind }) => kind === 'report');
  const answer = await product.client.download(`/api/v1/runs/${id}/files/report.pdf`);
  return { run, seconds, file, pdf: Buffer.from(await answer.arrayBuffer()) };
}

/** What a reader that copies from the page gets; null where the tool is not installed. */
function textOf(pdf: Buffer): string | null {
  try {
    const text = execFileSync('pdftotext', ['-', '-'], { input: pdf, stdio: ['pipe', 'pipe', 'ignore'] });
    // Places where a long word may break cannot be seen.
    return text.toString('utf8').replaceAll('\u200b', '');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    console.warn('SKIPPED: the text of the PDF is not looked at, since pdftotext (poppler-utils) is not installed');
    return null;
  }
}

async function trained(name: string): Promise<Run> {
  const { id } = await product.client.call('createRun', { body: { trainer: 'line-in-typescript', name, config: {} } });
  return ended(id);
}

it('a trainer in TypeScript, a folder alone, is exact after a pause and after kill -9', async () => {
  const { code, stdout, stderr } = await product.trainyard('trainer', 'check', 'line-in-typescript');
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('resume: exact');
});

it('a report of a run is a PDF a few seconds after it was asked for', async () => {
  const run = await trained(hostile.slice(0, 200));
  const { run: report, seconds, file, pdf } = await reportOn([run.number], { notes: 'Seen by the board.\n\nTwice.' });
  console.log(`report: ${seconds.toFixed(1)} s from the request to the file`);
  expect(seconds).toBeLessThan(30);
  expect(report.priority).toBe('high');
  expect(file?.meta).toMatchObject({ runs: [run.id], accessible: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const text = textOf(pdf);
  if (text !== null) {
    // Names are text, whatever they hold; figures, settings and the record are there.
    expect(text).toContain('<script>alert(1)</script>');
    expect(text).toContain('Seen by the board.');
    for (const words of [`#${run.number}`, 'Fit', 'loss', 'epochs', 'Code digest', 'Completed']) {
      expect(text).toContain(words);
    }
  }
});

it('a report of several runs begins with their comparison', async () => {
  const [first, second] = [await trained('first of two'), await trained('second of two')];
  const { pdf, file } = await reportOn([first.number, second.id], { paper: 'letter', title: 'Two lines' });
  expect(file?.meta).toMatchObject({ title: 'Two lines', runs: [first.id, second.id] });
  const text = textOf(pdf);
  if (text !== null) {
    const places = ['Two lines', 'Comparison', 'first of two', 'second of two'].map((words) => text.indexOf(words));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(text.indexOf('Comparison')).toBeLessThan(text.indexOf(`Run ${first.number}: first of two`, 400));
  }
});

it('a run that is not there is refused before anything starts', async () => {
  await expect(
    product.client.call('createRun', { body: { trainer: 'report', config: { runs: [99_999] } } }),
  ).rejects.toMatchObject({
    code: 'config-invalid',
    issues: [{ path: 'runs[0]', message: 'There is no run "99999"' }],
  });
});
