import type { RunSpec } from '@trainyard/contracts';

/** A name that says what it is; the short number tells runs of the same name apart. */
export function autoName(
  spec: Pick<RunSpec, 'trainer' | 'preset'>,
  dataset: { name: string; version: number } | null,
): string {
  const words = [spec.trainer];
  if (spec.preset !== undefined) words.push(spec.preset);
  if (dataset !== null) words.push('on', dataset.version === 1 ? dataset.name : `${dataset.name}@${dataset.version}`);
  return words.join(' ').slice(0, 200);
}
