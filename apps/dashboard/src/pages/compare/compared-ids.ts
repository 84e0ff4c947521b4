const comparedAtLeast = 2;
export const comparedAtMost = 10;

/** The runs of an address, each once, in its order: numbers or ids. */
export function readIds(text: string | undefined): string[] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => /^[1-9]\d{0,9}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part)))];
}

/** Why these are too few or too many, and what to do; null where they can be compared. */
export function whyNot(count: number): { title: string; text: string } | null {
  if (count === 0) return { title: 'No run is chosen yet.', text: 'Choose two to ten runs below.' };
  if (count < comparedAtLeast) return { title: 'One run alone cannot be compared.', text: 'Choose at least one more.' };
  if (count <= comparedAtMost) return null;
  return {
    title: `${count} runs are too many to compare.`,
    text: `At most ${comparedAtMost} are set side by side; take ${count - comparedAtMost} out.`,
  };
}
