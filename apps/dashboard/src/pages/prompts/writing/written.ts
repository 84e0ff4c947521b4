/** The texts of a prompt while somebody writes them. */
export interface Written {
  system: string;
  output: string;
  examples: readonly { input: string; output: string }[];
}

export const mostCharacters = 100_000;
export const mostExamples = 64;

export function sameText(a: Written, b: Written): boolean {
  return (
    a.system === b.system &&
    a.output === b.output &&
    a.examples.length === b.examples.length &&
    a.examples.every(({ input, output }, i) => input === b.examples[i]?.input && output === b.examples[i]?.output)
  );
}

export function isEmptyText({ system, output }: Written): boolean {
  return system.trim() === '' && output.trim() === '';
}
