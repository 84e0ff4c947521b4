import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from '@trainyard/contracts';
import { type Lab, linesOf, runOnce } from './lab.ts';

/** A model that a trainer makes of its tiny configuration, in the form in which a registered one is handed over. */
export async function makeTinyModel(lab: Lab, number: number): Promise<Task['models'][number]> {
  const outcome = await runOnce(lab, { scenario: 'model' });
  const { id } = lab.trainer;
  if (outcome.end.reason.code !== 'done') {
    throw new Error(`the model by ${id} that the check needs was not made: ${outcome.end.reason.message}`);
  }
  const files = linesOf(outcome, 'artifact')
    .filter(({ kind }) => kind === 'model' || kind === 'onnx')
    .map(({ path, kind, meta }) => ({
      path: join(outcome.output, path),
      kind,
      sha256: outcome.files.get(path)?.sha256 ?? '',
      meta,
    }));
  if (files.length === 0) throw new Error(`the run of ${id} that the check needs kept no model`);
  // JSON is YAML too.
  await writeFile(join(lab.folder, 'config.yaml'), JSON.stringify({ trainer: { id }, config: lab.config }, null, 1));
  const predictions = linesOf(outcome, 'predictions').at(-1);
  const { dataset, split } = lab;
  return {
    name: `tiny-${number}`,
    version: 1,
    run_id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    run_number: number,
    trainer: id,
    config: lab.config,
    folder: lab.folder,
    files,
    predictions: predictions === undefined ? null : join(outcome.output, predictions.path),
    split: split?.path ?? null,
    dataset: dataset === null ? null : { name: dataset.name, version: dataset.version, digest: dataset.digest },
  };
}
