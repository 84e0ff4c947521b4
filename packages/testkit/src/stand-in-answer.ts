import { createHash } from 'node:crypto';

/** A turn as the stand-in reads it. */
export interface StandInMessage {
  role: string;
  content: string;
}

/** What its task is: which inputs have which right answers, and what a prompt must say to get them. */
export interface HiddenTask {
  expected(input: string): string;
  /** Of the system prompt. The more of them it meets, the more inputs are answered rightly. */
  requirements: readonly RegExp[];
}

/** A number from 0 to 1 that belongs to a text. */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** The share of inputs that are answered rightly under a system prompt. */
export function accuracyOf(task: HiddenTask, system: string): number {
  if (task.requirements.length === 0) return 1;
  return task.requirements.filter((one) => one.test(system)).length / task.requirements.length;
}

/**
 * The same turns always get the same answer. An input that is answered rightly under one prompt is so under each that
 * meets more: improvement is real, and has an end.
 */
export function standInAnswer(messages: readonly StandInMessage[], task: HiddenTask | null): string {
  const input = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (task === null) return `echo: ${input}`;
  const system = messages
    .filter(({ role }) => role === 'system')
    .map(({ content }) => content)
    .join('\n');
  return shareOf(input) < accuracyOf(task, system) ? task.expected(input) : 'I am not sure.';
}

/** A made-up count that is the same for the same text: four signs to a token. */
export function standInTokens(text: string): number {
  return Math.ceil([...text].length / 4);
}
