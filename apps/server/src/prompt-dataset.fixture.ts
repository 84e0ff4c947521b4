import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PromptItem } from '@trainyard/contracts';
import type { Files } from '@trainyard/files';
import { ensureAdmin, registerDatasetVersion, type Store } from '@trainyard/store';

export function promptItems(count: number, change: (i: number) => Partial<PromptItem> = () => ({})): PromptItem[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `q${i}`,
    input: `What is the secret number ${i}?`,
    expected: `it is ${i * 7}`,
    group: null,
    values: {},
    ...change(i),
  }));
}

/** A data set of kind `prompts`, in the form that an import leaves behind. */
export async function promptDataset(
  { files: kept, store }: { files: Files; store: Store },
  { name, items, given }: { name: string; items: readonly PromptItem[]; given?: Record<string, string> },
): Promise<{ name: string; digest: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'trainyard-prompts-'));
  const grouped = items.some(({ group }) => group !== null);
  const head = `sample_id,file,row,rate_hz,n,scale,label${grouped ? ',group' : ''}`;
  const rows = items.map(
    ({ id, expected, group }, i) => `${id},data/items.jsonl,${i},,,,${expected}${grouped ? `,${group ?? ''}` : ''}`,
  );
  const contents: Record<string, string> = {
    'data/items.jsonl': items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'index.csv': `${[head, ...rows].join('\n')}\n`,
  };
  if (given !== undefined) {
    const lines = items.map(({ id }) => `${id},${given[id] ?? ''}`);
    contents['splits/given.csv'] = `${['sample_id,part', ...lines].join('\n')}\n`;
  }
  const files = [];
  for (const [path, text] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
    files.push({ path, size: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') });
  }
  const manifest = {
    v: 1,
    kind: 'prompts',
    files,
    label_column: 'label',
    unit_column: grouped ? 'group' : null,
    unit_columns: grouped ? ['group'] : [],
    classes: [...new Set(items.map(({ expected }) => expected))].sort(),
    splits: given === undefined ? {} : { given: 'splits/given.csv' },
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const registered = await kept.registerDataset(folder);
  await rm(folder, { recursive: true });
  const owner = await ensureAdmin(store);
  await store.begin((tx) =>
    registerDatasetVersion(tx, {
      name,
      ownerId: owner.id,
      digest: registered.digest,
      kind: 'prompts',
      samples: items.length,
      size: registered.size,
      facts: {
        classes: [],
        units: [],
        rates_hz: [],
        seconds: null,
        conditions: [],
        channels: [],
        badge: null,
        notes: [],
      },
      manifest: { ...registered.manifest },
      location: registered.folder,
      runId: null,
    }),
  );
  return { name, digest: registered.digest };
}
