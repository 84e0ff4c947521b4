import { type Random, seededRandom } from '@trainyard/domain';
import { promptHash } from '@trainyard/prompts';
import {
  defaultStrategySettings,
  deliveredOf,
  type ProposedCandidate,
  randomAdviser,
  type StrategyRequest,
  type StrategySettings,
  type StrategyState,
  type StrategyTools,
  scriptedAdviser,
  spent,
  type Version,
} from '@trainyard/prompts/strategies';
import { driveStrategy } from '../drive-strategy.ts';
import { type Landscape, type StartName, step } from './landscape.ts';

/** Items of a run: what the strategy has, and what tells the truth about the prompt that it returns. */
export interface ReplaySplit {
  parts: StrategyState['parts'];
  truth: number[];
}

/** Of 200 items, 60 are for the truth; the strategy has 28 to read, 56 to race on, 21 to confirm and 35 for its own test. */
export function splitOf(landscape: Pick<Landscape, 'items'>, seed: number): ReplaySplit {
  const order = seededRandom(1_000 + seed).shuffle(landscape.items.map((_, i) => i));
  const ids = (from: number, to: number): string[] => order.slice(from, to).map(String);
  return {
    parts: { feedback: ids(0, 28), select: ids(28, 84), confirm: ids(84, 105), test: ids(105, 140) },
    truth: order.slice(140),
  };
}

export interface ReplayOptions {
  start: StartName;
  seed: number;
  budget: number;
  adviser?: 'scripted' | 'random';
  settings?: Partial<StrategySettings>;
}

export interface Replayed {
  start: number;
  /** The prompt that a person is handed. */
  prompt: number;
  /** Task calls and proposals. */
  calls: number;
}

const words = (text: string): number => text.split(/\s+/).length;

function toolsFor(
  landscape: Landscape,
  adviser: ReplayOptions['adviser'],
): { tools: StrategyTools; idOf: Map<string, number> } {
  const idOf = new Map(landscape.prompts.map(({ id, prompt }) => [promptHash(prompt), id]));
  const tools: StrategyTools = {
    countTokens: words,
    adviser: adviser === 'random' ? randomAdviser : scriptedAdviser,
    refuse: ({ prompt }, _parent, tried) => {
      const hash = promptHash(prompt);
      if (!idOf.has(hash)) return [{ code: 'output-contract', message: 'the landscape has no such prompt' }];
      return tried.has(hash) ? [{ code: 'tried-before', message: 'it was tried before' }] : [];
    },
  };
  return { tools, idOf };
}

/** A writer that knows the neighbours of a prompt and nothing of their worth: the same for every strategy. */
function candidatesFor(
  landscape: Landscape,
  parent: number,
  request: Extract<StrategyRequest, { kind: 'propose' }>,
  random: Random,
): ProposedCandidate[] {
  const from = landscape.prompts[parent];
  if (from === undefined) return [];
  const chosen = new Map<number, ProposedCandidate>();
  const wishes = [request.randomAction, ...request.suggested, ...Array.from({ length: 20 }, () => null)];
  for (const action of wishes) {
    const id = step(from, action, (n) => random.below(Math.max(1, n)));
    const prompt = id === null ? undefined : landscape.prompts[id]?.prompt;
    if (id === null || prompt === undefined || chosen.has(id)) continue;
    chosen.set(id, { prompt, finish: 'stop', action, hypothesis: '', origin: 'scripted' });
    if (chosen.size === request.count) break;
  }
  return [...chosen.values()];
}

/** A whole run of a strategy of the product against a landscape. */
export function replay(
  landscape: Landscape,
  strategy: StrategyState['strategy'],
  options: ReplayOptions,
): Replayed & { winner: number } {
  const { start, seed, budget, adviser, settings } = options;
  const { tools, idOf } = toolsFor(landscape, adviser);
  const first = landscape.starts[start];
  const random = seededRandom(7_000 + seed);
  const known = ({ hash }: Pick<Version, 'hash'>): number => idOf.get(hash) ?? first;
  const state = driveStrategy(
    {
      strategy,
      seed: landscape.prompts[first]?.prompt ?? { system: '', output: '', examples: [] },
      parts: splitOf(landscape, seed).parts,
      settings: { ...defaultStrategySettings, ...settings, seed, budget },
    },
    tools,
    {
      right: (version, item) => landscape.right(known(version), Number(item)),
      write: (parent, request) => candidatesFor(landscape, known(parent), request, random),
    },
  );
  const idFor = (id: string): number => known(state.versions[id] ?? { hash: '' });
  return { start: first, prompt: idFor(deliveredOf(state)), winner: idFor(state.winner), calls: spent(state) };
}

/** Random search with examples and all: random prompts of the neighbourhood so far, each on 40 items, the best mean returned. */
export function randomSearch(landscape: Landscape, options: ReplayOptions): Replayed {
  const { start, seed, budget } = options;
  const first = landscape.starts[start];
  const random = seededRandom(9_000 + seed);
  const { feedback, select } = splitOf(landscape, seed).parts;
  const items = [...feedback, ...select].slice(0, 40).map(Number);
  const tried = new Map([[first, landscape.accuracy(first, items)]]);
  let calls = items.length;
  for (let misses = 0; calls + items.length + 1 <= budget && misses < 200; ) {
    const known = [...tried.keys()];
    const from = landscape.prompts[known[random.below(known.length)] ?? first];
    const id = from === undefined ? null : step(from, null, (n) => random.below(Math.max(1, n)));
    if (id === null || tried.has(id)) {
      misses += 1;
      continue;
    }
    tried.set(id, landscape.accuracy(id, items));
    calls += items.length + 1;
  }
  const [best] = [...tried].reduce((top, one) => (one[1] > top[1] ? one : top));
  return { start: first, prompt: best, calls };
}
