export const steps = [
  { id: 'trainer', title: 'Choose trainer' },
  { id: 'configure', title: 'Configure' },
  { id: 'review', title: 'Review' },
  { id: 'launch', title: 'Launch' },
] as const;
export type StepId = (typeof steps)[number]['id'];

/** The step of the address; without a trainer there is only the first, and the last shows what was launched. */
export function stepOf(text: string | undefined, draft: { trainer: string | null }, launched: boolean): StepId {
  if (text === 'launch' && launched) return 'launch';
  if (draft.trainer === null) return 'trainer';
  const found = steps.find((step) => step.id === text);
  return found === undefined || found.id === 'launch' ? (text === 'launch' ? 'review' : 'trainer') : found.id;
}
