import type { Dataset, Manifest } from '@trainyard/contracts';
import { suitingDatasets, versionOf } from './suiting-datasets.ts';

/** The data set that somebody came with, where the trainer can work on it; else its own choice is as good. */
export function wishedDataset(
  needs: Manifest['needs'],
  datasets: readonly Dataset[],
  wish: string | undefined,
): string | undefined {
  if (wish === undefined || versionOf(datasets, wish) === null) return undefined;
  const suits = suitingDatasets(needs, datasets).some(
    ({ dataset, lacks }) => lacks === null && (wish === dataset.name || wish.startsWith(`${dataset.name}@`)),
  );
  return suits ? wish : undefined;
}
