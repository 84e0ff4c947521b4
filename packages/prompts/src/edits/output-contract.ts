import { placeholdersIn } from '../prompt/placeholders.ts';

/**
 * What the readers of an answer rely on, as far as the output part says it: the kind of text, the keys and values that it
 * names in quotes, and what it shows in code. A proposal may explain it better; it may not take any of it away.
 */
export interface OutputContract {
  formats: string[];
  /** Keys and values in quotes or backticks. */
  names: string[];
}

const formats = ['json', 'xml', 'yaml', 'csv', 'html', 'sql', 'markdown'];
const quoted = /"([^"\n]{1,60})"|`([^`\n]{1,60})`|“([^”\n]{1,60})”/g;

export function outputContract(output: string): OutputContract {
  const lower = output.toLowerCase();
  const names = [...output.matchAll(quoted)].map(([, a, b, c]) => (a ?? b ?? c ?? '').trim());
  return {
    formats: formats.filter((format) => new RegExp(`\\b${format}\\b`).test(lower)),
    names: [...new Set([...names, ...placeholdersIn(output).map((name) => `{{${name}}}`)])].filter(
      (name) => name !== '',
    ),
  };
}

/** What the contract has and the proposal's output part has not, and formats that took another's place. */
export function brokenContract(contract: OutputContract, output: string): string[] {
  const now = outputContract(output);
  const lost = contract.formats.filter((format) => !now.formats.includes(format));
  const missing = contract.names.filter((name) => !output.includes(name));
  return [...lost, ...missing];
}
