import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PromptItem } from '@trainyard/contracts';
import { parseIndex, parsePromptItems } from '@trainyard/domain';
import { openFiles } from '@trainyard/files';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSealedDataset } from './sealed-dataset.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'trainyard-sealed-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const items: PromptItem[] = Array.from({ length: 8 }, (_, i) => ({
  id: `"q${i}", say`,
  input: `question-${i}`,
  expected: `answer-${i}`,
  group: `customer-${i}`,
  values: { note: `note-${i}` },
}));
const partOf = (i: number): string => ['feedback', 'select', 'confirm', 'test'][i % 4] ?? '';
const quoted = (id: string): string => `"${id.replaceAll('"', '""')}"`;

async function registered() {
  const files = await openFiles({ root: join(home, 'files') });
  const folder = join(home, 'import');
  const contents: Record<string, string> = {
    'data/items.jsonl': items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'index.csv': `sample_id,file,row,rate_hz,n,scale,label,group\n${items
      .map(({ id, expected, group }, i) => `${quoted(id)},data/items.jsonl,${i},,,,${expected},${group}\n`)
      .join('')}`,
    'splits/given.csv': 'sample_id,part\n',
  };
  for (const part of ['data', 'splits']) await mkdir(join(folder, part), { recursive: true });
  const listed = [];
  for (const [path, text] of Object.entries(contents)) {
    await writeFile(join(folder, path), text);
    listed.push({ path, size: text.length, sha256: createHash('sha256').update(text).digest('hex') });
  }
  const manifest = {
    v: 1,
    kind: 'prompts',
    files: listed,
    label_column: 'label',
    unit_column: 'group',
    unit_columns: ['group'],
    classes: items.map(({ expected }) => expected),
    notes: ['answer-3 and answer-7 contradict each other'],
    splits: { given: 'splits/given.csv' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const { digest } = await files.registerDataset(folder);
  const split = await files.writeSplit(
    `sample_id,part\n${items.map(({ id }, i) => `${quoted(id)},${partOf(i)}\n`).join('')}`,
  );
  return { files, digest, split: split.digest };
}

it('a trainer’s folder holds the items of all parts but test, and no file of it tells of those', async () => {
  const { files, digest, split } = await registered();
  const folder = join(home, 'work', 'dataset');
  const sealed = await writeSealedDataset(files, { dataset: { name: 'faq', digest }, split, folder });

  const open = items.filter((_, i) => partOf(i) !== 'test');
  expect(parsePromptItems(await readFile(join(folder, 'data/items.jsonl'), 'utf8'))).toEqual(open);
  const index = parseIndex(await readFile(join(folder, 'index.csv'), 'utf8'));
  expect(index.rows.map(({ sample_id, row, label }) => [sample_id, row, label])).toEqual(
    open.map(({ id, expected }, i) => [id, i, expected]),
  );
  expect(sealed.manifest).toMatchObject({ kind: 'prompts', notes: [], splits: {} });
  expect(sealed.manifest.classes).toEqual(open.map(({ expected }) => expected));

  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  expect(names.map(({ name }) => name).sort()).toEqual(['index.csv', 'items.jsonl', 'manifest.json', 'parts.csv']);
  for (const { name, parentPath } of names) {
    const text = await readFile(join(parentPath, name), 'utf8');
    for (const i of [3, 7]) {
      for (const secret of ['question', 'answer', 'customer', 'note']) {
        expect([name, text.includes(`${secret}-${i}`)]).toEqual([name, false]);
      }
    }
    const record = sealed.manifest.files.find(({ path }) => path.endsWith(name));
    if (record !== undefined) expect(createHash('sha256').update(text).digest('hex')).toBe(record.sha256);
  }
  // Their ids, and which part they are of, may be known.
  expect(await readFile(sealed.parts, 'utf8')).toBe(await readFile(files.splitPath(split), 'utf8'));
});
