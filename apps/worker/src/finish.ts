import type { Claim, DatasetIn, EndIn } from '@trainyard/queue/work';
import type { AttemptEnd } from '@trainyard/trainer-host';
import { circumstancesOf } from './circumstances.ts';
import type { Context } from './context.ts';
import { datasetFacts } from './dataset-facts.ts';
import { type FileProblem, howOf, isDiskFull, withProblems } from './end.ts';
import type { ProducedDataset, Results } from './results.ts';

async function verifyDataset(context: Context, { name, folder }: ProducedDataset): Promise<DatasetIn> {
  const { digest, folder: location, manifest, index, size } = await context.files.registerDataset(folder);
  const { samples, ...facts } = datasetFacts(manifest, index);
  return { name, digest, kind: manifest.kind, samples, size, facts, manifest: { ...manifest }, location };
}

/** What is to be written of an attempt that ended: its files in place, its data sets verified, one reason. */
export async function endOf(
  context: Context,
  claim: Claim,
  { end, results, codeDigest }: { end: AttemptEnd; results: Results; codeDigest: string },
): Promise<EndIn> {
  const { artifacts, datasets, problems } = await results.settle();
  const made: DatasetIn[] = [];
  const wrong: FileProblem[] = [...problems];
  // Half a data set is none: only a run that is done has made one.
  for (const produced of end.reason.code === 'done' ? datasets : []) {
    try {
      made.push(await verifyDataset(context, produced));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      wrong.push({ message: `data set ${produced.name}: ${why}`, diskFull: isDiskFull(error) });
    }
  }
  const reason = withProblems(end.reason, wrong);
  return {
    how: howOf({ ...end, reason }),
    reason,
    ...(end.done === null ? {} : { finalMetrics: end.done.metrics }),
    artifacts,
    datasets: reason.code === 'done' ? made : [],
    circumstances: circumstancesOf(end, {
      devices: claim.devices,
      code_digest: codeDigest,
      datasets: Object.fromEntries(made.map(({ name, digest }) => [name, digest])),
    }),
  };
}
