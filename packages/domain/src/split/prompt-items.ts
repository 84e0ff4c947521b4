import { type PromptItem, promptItem, TrainyardError } from '@trainyard/contracts';

/** `data/items.jsonl` of a data set of kind `prompts`. */
export function parsePromptItems(text: string): PromptItem[] {
  // Not by every line end that Unicode knows: texts may hold those.
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [promptItem.parse(JSON.parse(line))];
    } catch (cause) {
      throw new TrainyardError('upload-invalid', { detail: `items.jsonl: line ${i + 1} is no item` }, { cause });
    }
  });
}
