import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetManifest, givenSplit, promptItemsFile } from '@trainyard/contracts';
import type { Files } from '@trainyard/files';

/** Texts of a data set of kind `prompts`, beside its index. */
export interface ItemTexts {
  items: string;
  /** The split that it brings, or null. */
  given: string | null;
}

/** Null where the data set is of another kind. */
export async function readItemTexts(
  files: Pick<Files, 'datasetFolder'>,
  digest: string,
  manifest: Pick<DatasetManifest, 'kind' | 'splits'>,
): Promise<ItemTexts | null> {
  if (manifest.kind !== 'prompts') return null;
  const folder = files.datasetFolder(digest);
  const given = manifest.splits[givenSplit];
  return {
    items: await readFile(join(folder, promptItemsFile), 'utf8'),
    given: given === undefined ? null : await readFile(join(folder, given), 'utf8'),
  };
}
