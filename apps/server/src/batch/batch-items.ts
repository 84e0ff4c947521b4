import { type BatchCreate, TrainyardError, type WholeBatch } from '@trainyard/contracts';
import { getDatasetVersion, getFrozenRun, getRun, getSeal, type NewBatchItem } from '@trainyard/store';
import type { Parts } from '../parts.ts';

type Text = WholeBatch['text'];

export interface ChosenItems {
  items: NewBatchItem[];
  dataset: { name: string; version: number; part: BatchCreate['part']; run: number | null } | null;
}

/** As they were sent; an id that is left out is the place. */
export function itemsOfBody(items: NonNullable<BatchCreate['items']>): NewBatchItem[] {
  return items.map(({ id, input, values, expected, group, answer }, i) => ({
    item_id: id ?? String(i + 1),
    input,
    values,
    expected: expected === undefined ? [] : [expected].flat(),
    group_name: group ?? null,
    answer: answer ?? null,
  }));
}

function isText(one: { system: string; output: string; examples: readonly object[] }, other: Text): boolean {
  const form = ({ system, output, examples }: typeof one): string => JSON.stringify([system, output, examples]);
  return other !== null && form(one) === form(other);
}

/**
 * Items of a part. The test part is shown to the prompts that a run has tried on it already, and to no others: each
 * further look would make its figures a little too good. Throws batch-sealed, dataset-not-found, run-not-found.
 */
export async function itemsOfDataset(
  { store, analysis }: Pick<Parts, 'store' | 'analysis'>,
  { dataset, part, run: ref }: Pick<BatchCreate, 'part' | 'run'> & { dataset: string },
  text: Text,
): Promise<ChosenItems> {
  const version = await getDatasetVersion(store, dataset);
  const refuse = (detail: string): never => {
    throw new TrainyardError('batch-invalid', { detail }, { issues: [{ path: 'dataset', message: detail }] });
  };
  if (version.kind !== 'prompts')
    refuse(`data set ${version.name} is of kind ${version.kind}, and prompts was expected`);
  const run = ref === undefined ? null : await getRun(store, ref);
  const frozen = run === null ? null : await getFrozenRun(store, run.id);
  const split =
    frozen?.split?.sealed === true && frozen.dataset?.digest === version.digest ? frozen.split.digest : null;
  if (run !== null && split === null) refuse(`run ${run.number} was dealt no parts of data set ${version.name}`);
  if (part === 'test') {
    if (run === null) throw new TrainyardError('batch-sealed', { detail: 'no run is named that has opened it' });
    const seal = await getSeal(store, run.id);
    if (seal === null) throw new TrainyardError('batch-sealed', { detail: `run ${run.number} has not opened it` });
    if (!seal.finalists.some((finalist) => isText(finalist, text))) {
      throw new TrainyardError('batch-sealed', { detail: `run ${run.number} has not tried this prompt on it` });
    }
  }
  const { items } = await analysis.pictures.ask('batch-items', { digest: version.digest, part, split });
  return {
    items: items.map(({ id, input, expected, group, values }) => ({
      item_id: id,
      input,
      values,
      // An empty cell is no expected text.
      expected: expected === '' ? [] : [expected],
      group_name: group,
      answer: null,
    })),
    dataset: { name: version.name, version: version.version, part, run: run?.number ?? null },
  };
}
