import type { DatasetManifest, Issue, Manifest } from '@trainyard/contracts';
import type { DatasetIndex } from './types.ts';

/** Whether a data set has what a trainer needs, before any split is made. */
export function checkDataset(
  needs: Manifest['needs'],
  dataset: { manifest: DatasetManifest; index: DatasetIndex } | null,
): Issue[] {
  const wanted = needs.dataset;
  const say = (message: string): Issue => ({ path: 'dataset', message });
  if (wanted === null) {
    return dataset === null ? [] : [say('This trainer takes no data set, but one was given')];
  }
  if (dataset === null) return [say(`A data set of kind ${wanted.kinds.join(' or ')} is needed, but none was given`)];
  const { manifest, index } = dataset;
  const issues: Issue[] = [];
  if (!wanted.kinds.includes(manifest.kind)) {
    issues.push(
      say(`A data set of kind ${wanted.kinds.join(' or ')} is needed, but this one is of kind ${manifest.kind}`),
    );
  }
  if (index.rows.length === 0) issues.push(say('The data set holds no samples'));
  const labels = new Set(index.rows.map((row) => row.label).filter((label) => label !== null));
  if (wanted.labels && index.rows.length > 0) {
    const bare = index.rows.filter((row) => row.label === null).length;
    if (labels.size < 2) {
      issues.push(
        say(
          `At least two classes are needed, but the data set has ${labels.size}: ${[...labels].join(', ') || 'no labels'}`,
        ),
      );
    } else if (bare > 0) issues.push(say(`Every sample needs a label, but ${bare} of ${index.rows.length} have none`));
  }
  const missing = wanted.columns.filter((column) => !index.columns.includes(column));
  if (missing.length > 0) {
    issues.push(say(`The data set lacks the column ${missing.join(', ')}; it has ${index.columns.join(', ')}`));
  }
  if (wanted.windows && index.rows.some((row) => row.rate_hz === null || row.rate_hz <= 0 || row.n === null)) {
    issues.push(say('Every sample needs a rate and a length to be cut into windows, but some have none'));
  }
  return issues;
}
