import type { DiffStretch, PromptDiff } from '@trainyard/prompts/text-diff';

export interface DiffPart {
  title: string;
  stretches: readonly DiffStretch[];
  changed: boolean;
}

/** The parts of a difference that hold anything; examples that stayed as they were are left out. */
export function diffParts({ system, output, examples }: PromptDiff): DiffPart[] {
  const part = (title: string, stretches: readonly DiffStretch[]): DiffPart => ({
    title,
    stretches,
    changed: stretches.some(({ kind }) => kind !== 'same'),
  });
  const shown = examples.flatMap((example, i) => [
    part(`Example ${i + 1}, input`, example.input),
    part(`Example ${i + 1}, answer`, example.output),
  ]);
  return [part('System', system), part('Output', output), ...shown.filter(({ changed }) => changed)].filter(
    ({ stretches }) => stretches.length > 0,
  );
}
