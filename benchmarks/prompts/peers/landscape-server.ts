import { createServer } from 'node:http';
import { seededRandom } from '@trainyard/domain';
import type { Prompt } from '@trainyard/prompts';
import { type Landscape, step } from '../landscape/landscape.ts';
import { completion } from './completion.ts';

/** A prompt as one text, for optimizers that know no parts and no example turns. */
export function flatText({ system, output, examples }: Prompt): string {
  const shown = examples.map((one) => `${one.input} => ${one.output}`).join('\n');
  return [system, output, shown].filter((text) => text !== '').join('\n\n');
}

interface Turn {
  role: string;
  content: string;
}

/** Counted since the last reset: the gateway's cache stands before this, so that nothing is counted twice. */
export interface Counted {
  task: number;
  writer: number;
}

export interface LandscapeServer {
  url: string;
  counted: Counted;
  /** Another seed of the writer; the counts begin anew. */
  reset(seed: number): void;
  close(): Promise<void>;
}

/** Longer texts hold shorter ones: the longest that is found is meant. */
function longest<T>(all: readonly { text: string; value: T }[], within: string): T | null {
  let found: { text: string; value: T } | null = null;
  for (const one of all) if (within.includes(one.text) && one.text.length > (found?.text.length ?? 0)) found = one;
  return found?.value ?? null;
}

/** The fields that DSPy asks for, by the names in its system turn. */
export function askedFields(system: string): string[] {
  const [, list = ''] = /Your output fields are:\n([\s\S]*?)\n\n?(?:All interactions|In adhering)/.exec(system) ?? [];
  return [...list.matchAll(/`(\w+)`/g)].flatMap(([, name]) => name ?? []);
}

export function inFields(fields: readonly string[], textOf: (field: string) => string): string {
  const parts = fields.map((field) => `[[ ## ${field} ## ]]\n${textOf(field)}`);
  return [...parts, '[[ ## completed ## ]]'].join('\n\n');
}

/**
 * Two models over a landscape, in OpenAI's language: `task` answers an item under the prompt that it finds in the system turn,
 * right or wrong as the real model was; `writer` gives a prompt near the one that it finds, and knows nothing of its worth.
 */
export async function startLandscapeServer(landscape: Landscape): Promise<LandscapeServer> {
  const rows = landscape.prompts.map(({ id, prompt }) => ({ text: flatText(prompt), value: id }));
  const inputs = landscape.items.map(({ input }, i) => ({ text: input, value: i }));
  const counted: Counted = { task: 0, writer: 0 };
  let random = seededRandom(0);

  function answer(turns: readonly Turn[]): string {
    counted.task += 1;
    const system = turns
      .filter(({ role }) => role === 'system')
      .map(({ content }) => content)
      .join('\n');
    const prompt = longest(rows, system);
    const item = longest(inputs, turns.at(-1)?.content ?? '');
    const right = prompt !== null && item !== null && landscape.right(prompt, item);
    const text = right ? (landscape.items[item ?? 0]?.expected ?? '') : 'I cannot say.';
    const fields = askedFields(system);
    return fields.length === 0 ? text : inFields(fields, () => text);
  }

  function write(turns: readonly Turn[]): string {
    counted.writer += 1;
    const all = turns.map(({ content }) => content).join('\n');
    const fields = askedFields(turns[0]?.content ?? '');
    const draw = (n: number): number => random.below(Math.max(1, n));
    // MIPROv2 proposes all its instructions from the first one: its writer may go several edits at once.
    const edits = fields.length === 0 ? 1 : 1 + draw(4);
    let at = longest(rows, all) ?? 0;
    for (let i = 0; i < edits; i += 1) {
      const from = landscape.prompts[at];
      at = (from === undefined ? null : step(from, null, draw)) ?? at;
    }
    const prompt = rows[at]?.text ?? '';
    if (fields.length === 0) return `\`\`\`\n${prompt}\n\`\`\``;
    return inFields(fields, (field) =>
      field === 'proposed_instruction' ? prompt : 'Short texts, each with one right answer.',
    );
  }

  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(pieces).toString() || '{}') as { model?: string; messages?: Turn[] };
      const content =
        body.model?.startsWith('writer') === true ? write(body.messages ?? []) : answer(body.messages ?? []);
      response.writeHead(200, { 'content-type': 'application/json' }).end(completion(body.model, content));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the landscape server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    counted,
    reset: (seed) => {
      Object.assign(counted, { task: 0, writer: 0 });
      random = seededRandom(seed);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
