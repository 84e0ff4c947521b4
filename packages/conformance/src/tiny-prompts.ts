import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PromptItem, promptItemsFile, type Task } from '@trainyard/contracts';
import { sha256 } from '@trainyard/domain';

const parts = ['feedback', 'select', 'select', 'confirm', 'test'] as const;
const count = 60;

/** Sentences that are good or bad, in the four parts that prompts are improved and tested on. The same every time. */
export async function writeTinyPrompts(folder: string): Promise<Pick<Task, 'dataset' | 'split'>> {
  const items = Array.from({ length: count }, (_, i): PromptItem => {
    const fine = i % 2 === 0;
    const input = `Sentence ${i} is ${fine ? 'fine' : 'poor'}.`;
    return { id: `item-${i}`, input, expected: fine ? 'good' : 'bad', group: null, values: {} };
  });
  const text = items.map((item) => `${JSON.stringify(item)}\n`).join('');
  const rows = items.map(({ id }, i) => `${id},${parts[Math.floor(i / 2) % parts.length]}\n`);
  const split = `sample_id,part\n${rows.join('')}`;
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, promptItemsFile), text);
  await writeFile(join(folder, 'parts.csv'), split);
  return {
    dataset: { folder, name: 'conformance', version: 1, digest: sha256(text), kind: 'prompts', meta: {} },
    split: {
      path: join(folder, 'parts.csv'),
      digest: sha256(split),
      by: 'content',
      note: null,
      companion: null,
      not_scored: [],
    },
  };
}
