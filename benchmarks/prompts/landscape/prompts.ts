import type { Prompt, PromptExample } from '@trainyard/prompts';
import type { EditAction } from '@trainyard/prompts/edits';
import { itemsOf, type Task, type TaskItem } from '../../../examples/small-language-model/tasks.ts';

/** One thing that a prompt may have in several ways; the first way is the seed's. */
interface Axis {
  ways: readonly string[];
  /** The edit that leads to a way; one that leads back to nothing takes text away. */
  actions: readonly EditAction[];
}

interface Axes {
  role: Axis;
  instruction: Axis;
  hint: Axis;
  format: Axis;
}

const labels: Record<string, readonly string[]> = {
  sentiment: ['positive', 'negative'],
  topic: ['sports', 'food', 'weather', 'music'],
};
const wanted: Record<string, string> = {
  sentiment: 'whether the text is positive or negative',
  topic: 'what the text is about: sports, food, weather or music',
  year: 'the year that the text names',
  email: 'the e-mail address that the text names',
};
const formats: Record<string, readonly string[]> = {
  sentiment: [
    'Answer with one word.',
    'Format: one word in lower case: positive or negative.',
    'Output: positive | negative',
  ],
  topic: [
    'Answer with one word.',
    'Format: one word in lower case: sports, food, weather or music.',
    'Output: sports | food | weather | music',
  ],
  year: ['Answer with one number.', 'Format: digits and no other character.', 'Output: YYYY'],
  email: ['Answer with one word.', 'Format: the address and no other character.', 'Output: name@host'],
};

function axesOf(task: Task): Axes {
  const subject = task.name === 'email' ? 'e-mail address' : task.name;
  return {
    role: { ways: ['', 'You are a careful annotator.'], actions: ['remove_text', 'change_tone'] },
    instruction: {
      ways: [task.seed, `Name the ${subject} of the text.`, `Say ${wanted[task.name]}.`],
      actions: ['clarify_instruction', 'clarify_instruction', 'clarify_instruction'],
    },
    hint: {
      ways: [
        '',
        'Answer with the result only and do not explain it.',
        'Work step by step and give the answer on the last line.',
        'Consider what the whole text says before you decide.',
      ],
      actions: ['remove_text', 'add_constraint', 'add_step_by_step', 'add_reasoning_hint'],
    },
    format: {
      ways: ['', ...(formats[task.name] ?? [])],
      actions: ['shorten_prompt', 'format_improvement', 'format_improvement', 'format_improvement'],
    },
  };
}

/** How many examples a prompt may show; the last two show different ones. */
const exampleSets = [0, 1, 2, 4, 4] as const;

/** A prompt of the landscape, and the prompts that are one edit away from it. */
export interface LandscapePrompt {
  id: number;
  prompt: Prompt;
  neighbours: { id: number; action: EditAction }[];
}

function examplesOf(task: Task, items: readonly TaskItem[], set: number): PromptExample[] {
  const asked = new Set(items.map(({ input }) => input));
  const others = itemsOf(task, 60, 2).filter(({ input }) => !asked.has(input));
  const own = labels[task.name];
  // One example of each label in turn, so that none is taught alone.
  const sorted =
    own === undefined ? others : interleaved(own.map((label) => others.filter((o) => o.expected === label)));
  const from = set === 4 ? 4 : 0;
  return sorted.slice(from, from + (exampleSets[set] ?? 0)).map(({ input, expected }) => ({ input, output: expected }));
}

function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

/** All prompts that edits of one thing at a time reach from the seed, which is the first; `items` are never their examples. */
export function landscapePrompts(task: Task, items: readonly TaskItem[]): LandscapePrompt[] {
  const { role, instruction, hint, format } = axesOf(task);
  const sizes = [role.ways.length, instruction.ways.length, hint.ways.length, format.ways.length, exampleSets.length];
  const idOf = (at: readonly number[]): number => at.reduce((id, way, axis) => id * (sizes[axis] ?? 1) + way, 0);
  const total = sizes.reduce((product, size) => product * size, 1);
  const sets = exampleSets.map((_, set) => examplesOf(task, items, set));
  return Array.from({ length: total }, (_, id) => {
    const at: number[] = [];
    let rest = id;
    for (const size of sizes.toReversed()) {
      at.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    const [r = 0, i = 0, h = 0, f = 0, e = 0] = at;
    const system = [role.ways[r], instruction.ways[i], hint.ways[h]].filter((text) => text !== '').join(' ');
    const prompt: Prompt = { system, output: format.ways[f] ?? '', examples: sets[e] ?? [] };
    const axes = [role.actions, instruction.actions, hint.actions, format.actions];
    const neighbours = sizes.flatMap((size, axis) =>
      Array.from({ length: size }, (_way, way) => way)
        .filter((way) => way !== at[axis])
        .map((way) => {
          const moved = at.with(axis, way);
          const fewer = (exampleSets[way] ?? 0) < (exampleSets[e] ?? 0);
          const action = axes[axis]?.[way] ?? (fewer ? 'shorten_prompt' : 'add_example');
          return { id: idOf(moved), action };
        }),
    );
    return { id, prompt, neighbours };
  });
}
