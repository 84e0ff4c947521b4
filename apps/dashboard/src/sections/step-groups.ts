import type { StepView } from '@trainyard/sections';

/** Steps that follow each other in one group; the newest group comes first, its steps in their order. */
export function stepGroups(steps: readonly StepView[]): { name: string; steps: StepView[] }[] {
  const groups: { name: string; steps: StepView[] }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last !== undefined && last.name === step.group) last.steps.push(step);
    else groups.push({ name: step.group, steps: [step] });
  }
  return groups.reverse();
}
