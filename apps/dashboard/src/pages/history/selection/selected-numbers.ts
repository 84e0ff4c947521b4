/** Selected runs by number, as the table keeps them. */
export type Selection = Record<string, true>;

/** More are not written into the address, which would become too long; they stay selected in this tab. */
const writtenLimit = 200;

export function readSelection(text: string | undefined): Selection {
  const numbers = (text ?? '').split(',').filter((part) => /^[1-9]\d{0,9}$/.test(part));
  return Object.fromEntries(numbers.slice(0, writtenLimit).map((number): [string, true] => [number, true]));
}

export function selectedNumbers(selection: Selection): string[] {
  return Object.keys(selection);
}

export function writeSelection(selection: Selection): string {
  const numbers = selectedNumbers(selection);
  return numbers.length > writtenLimit ? '' : numbers.join(',');
}

export function withoutNumbers(selection: Selection, numbers: readonly (number | string)[]): Selection {
  const gone = new Set(numbers.map(String));
  return Object.fromEntries(Object.entries(selection).filter(([number]) => !gone.has(number)));
}

const comparedAtMost = 10;

/** Why these runs cannot be compared; null where they can. */
export function whyNotCompared(count: number): string | null {
  if (count < 2) return 'Select at least two runs to compare.';
  return count > comparedAtMost ? `At most ${comparedAtMost} runs are compared; ${count} are selected.` : null;
}
