export interface FilterOption {
  value: string;
  label: string;
  runs: number | null;
}

/** Those that can be chosen, and those that are chosen though no run has them: an address may name anything. */
export function optionsWith(known: readonly FilterOption[], chosen: readonly string[]): FilterOption[] {
  const unknown = chosen.filter((value) => !known.some((option) => option.value === value));
  return [...known, ...unknown.map((value) => ({ value, label: value, runs: null }))];
}

/** What the button of a filter says: `Status`, `Status: failed`, `Status: 3`. */
export function filterLabel(title: string, options: readonly FilterOption[], chosen: readonly string[]): string {
  const [only] = chosen;
  if (only === undefined) return title;
  if (chosen.length > 1) return `${title}: ${chosen.length}`;
  return `${title}: ${options.find((option) => option.value === only)?.label ?? only}`;
}

export function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
}

export function matchingOptions<T extends { label: string }>(options: readonly T[], text: string): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}
