import { seededRandom } from '@trainyard/domain';
import type { Prompt, PromptExample } from '@trainyard/prompts';
import { editActions, scriptedEdit } from '@trainyard/prompts/edits';
import { askedFields, flatText, inFields } from '../peers/landscape-server.ts';

export interface Turn {
  role: string;
  content: string;
}

/** Answers to what a peer asks its writer. */
export type PeerWriter = (turns: readonly Turn[]) => string;

/** The most edits at once: MIPROv2 proposes all its instructions from the first one. */
const mostEdits = 4;

/**
 * The product's scripted edits for peers: one by chance is made to the text between the marks of their request. It knows the
 * feedback items, as the product's own writer does, and nothing of what any prompt is worth.
 */
export function peerWriter(feedback: readonly PromptExample[], seed: number): PeerWriter {
  const random = seededRandom(seed);
  /** What it wrote has parts, which cannot be told from the flat text. */
  const written = new Map<string, Prompt>();
  const material = { failures: {}, examples: feedback, expected: feedback.map(({ output }) => output) };

  function edited(text: string, times: number, examples: boolean): string {
    let prompt = written.get(text) ?? { system: text, output: '', examples: [] };
    for (let i = 0; i < times; i += 1) {
      const from = prompt;
      const actions = random.shuffle(editActions.filter((action) => examples || action !== 'add_example'));
      for (const action of actions) {
        const next = scriptedEdit(from, action, { ...material, seed: random.word() });
        if (next === null) continue;
        prompt = next;
        break;
      }
    }
    written.set(flatText(prompt), prompt);
    return flatText(prompt);
  }

  return (turns) => {
    const request = turns.at(-1)?.content ?? '';
    const fields = askedFields(turns[0]?.content ?? '');
    if (fields.length === 0) {
      const [, text = ''] = /```\n([\s\S]*?)\n```/.exec(request) ?? [];
      return `\`\`\`\n${edited(text, 1, true)}\n\`\`\``;
    }
    const [, text = ''] = /\[\[ ## basic_instruction ## \]\]\n([\s\S]*?)\n\n(?:\[\[ ##|Respond)/.exec(request) ?? [];
    return inFields(fields, (field) =>
      // Its own examples it chooses itself.
      field === 'proposed_instruction'
        ? edited(text, 1 + random.below(mostEdits), false)
        : 'Short texts, each with one right answer.',
    );
  };
}
