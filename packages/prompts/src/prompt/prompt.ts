import { sha256 } from '@trainyard/domain';

/** An example is sent as two chat turns, not as text: small models follow the first and hardly the second. */
export interface PromptExample {
  input: string;
  output: string;
}

export interface Prompt {
  /** Role and rules. */
  system: string;
  /** How the answer is to be written. */
  output: string;
  examples: readonly PromptExample[];
}

/** Equal for equal prompts, to the character; the version of the form is part of what is hashed. */
export function promptHash(prompt: Prompt): string {
  const examples = prompt.examples.map(({ input, output }) => [input, output]);
  return sha256(JSON.stringify([1, prompt.system, prompt.output, examples]));
}

export function isEmptyPrompt(prompt: Prompt): boolean {
  return prompt.system.trim() === '' && prompt.output.trim() === '';
}

/** Everything in it as one text, for counting. */
export function promptText(prompt: Prompt): string {
  const examples = prompt.examples.flatMap(({ input, output }) => [input, output]);
  return [prompt.system, prompt.output, ...examples].filter((part) => part.trim() !== '').join('\n\n');
}
