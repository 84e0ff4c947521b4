import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DatasetManifest, datasetManifest, promptItemsFile, TrainyardError } from '@trainyard/contracts';
import { csvField, parseCsv, parseIndex, parsePromptItems } from '@trainyard/domain';
import type { Files } from '@trainyard/files';

/** What a trainer gets in place of a data set whose test part is sealed. */
export interface SealedDataset {
  folder: string;
  /** Of each item, those of the test part too: `sample_id,part`. */
  parts: string;
  manifest: DatasetManifest;
}

interface Sealing {
  dataset: { name: string; digest: string };
  /** Digest of the split. */
  split: string;
  /** Where it is written. */
  folder: string;
}

/**
 * A copy of the data set without what the items of its test part say: neither input, answer nor group. Their ids stay, in
 * the file of parts. What cannot be read cannot be learned from.
 */
export async function writeSealedDataset(
  files: Pick<Files, 'readDataset' | 'datasetFolder' | 'splitPath'>,
  { dataset, split, folder }: Sealing,
): Promise<SealedDataset> {
  const { manifest: whole, index: indexText } = await files.readDataset(dataset.digest);
  if (whole.kind !== 'prompts') throw new TrainyardError('upload-invalid', { detail: `${dataset.name} has no items` });
  const partsText = await readFile(files.splitPath(split), 'utf8');
  // An item that no part names is kept back too.
  const open = new Set(parseCsv(partsText).flatMap(([id, part]) => (id === undefined || part === 'test' ? [] : [id])));
  const all = parsePromptItems(await readFile(join(files.datasetFolder(dataset.digest), promptItemsFile), 'utf8'));
  const items = all.filter(({ id }) => open.has(id));
  const { columns, rows } = parseIndex(indexText);
  const place = new Map(items.map(({ id }, i) => [id, i]));
  const kept = rows.filter(({ sample_id }) => place.has(sample_id));
  const lines = kept.map(({ columns: cells, sample_id }) =>
    columns.map((name) => csvField(name === 'row' ? String(place.get(sample_id)) : (cells[name] ?? ''))).join(','),
  );
  const contents: Record<string, string> = {
    [promptItemsFile]: items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'index.csv': `${[columns.map(csvField).join(','), ...lines].join('\n')}\n`,
    'parts.csv': partsText,
  };
  const manifest = datasetManifest.parse({
    ...whole,
    files: Object.entries(contents).map(([path, text]) => ({
      path,
      size: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
    // The answers of sealed items are no business of the trainer, not even as names of classes; nor is what was said of them.
    classes: [...new Set(kept.flatMap(({ label }) => (label === null ? [] : [label])))].sort(),
    notes: [],
    splits: {},
  });
  for (const [path, text] of [...Object.entries(contents), ['manifest.json', JSON.stringify(manifest)] as const]) {
    const to = join(folder, path);
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, text);
  }
  return { folder, parts: join(folder, 'parts.csv'), manifest };
}
