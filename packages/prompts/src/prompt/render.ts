import { fillPlaceholders } from './placeholders.ts';
import type { Prompt } from './prompt.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface RenderItem {
  input: string;
  /** Columns of the item by name, for placeholders; `input` is always one. */
  values?: Readonly<Record<string, string>>;
}

/** What is sent to the primary model: one system message, the examples as turns, the item's input last. */
export function renderPrompt(prompt: Prompt, item: RenderItem): ChatMessage[] {
  const values = { ...item.values, input: item.input };
  const instructions = [prompt.system, prompt.output]
    .filter((part) => part.trim() !== '')
    .map((part) => fillPlaceholders(part, values))
    .join('\n\n');
  const system: ChatMessage[] = instructions === '' ? [] : [{ role: 'system', content: instructions }];
  const turns = prompt.examples.flatMap(({ input, output }): ChatMessage[] => [
    { role: 'user', content: input },
    { role: 'assistant', content: output },
  ]);
  return [...system, ...turns, { role: 'user', content: item.input }];
}
