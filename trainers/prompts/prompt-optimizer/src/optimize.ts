import type { Prompt } from '@trainyard/prompts';
import { clustersOf } from '@trainyard/prompts/race';
import {
  applyEvent,
  requestsOf,
  type ScriptedMaterial,
  type StrategyEvent,
  type StrategyRequest,
  type StrategySettings,
  type StrategyState,
  type StrategyTools,
  scriptedCandidates,
  spent,
  startStrategy,
} from '@trainyard/prompts/strategies';
import type { Answered } from './answer-items.ts';
import { openItems } from './flips.ts';
import type { Item, Items } from './items.ts';
import type { NameOf } from './names.ts';
import type { Saved } from './saved.ts';
import { type Told, tell } from './story.ts';

/** What the loop asks of the world; all else is the strategy's. */
export interface World {
  strategy: StrategyState['strategy'];
  settings: StrategySettings;
  seed: Prompt;
  items: Items;
  tools: StrategyTools;
  material: ScriptedMaterial;
  /** Asks some items under a prompt; stops early where the run is to leave. */
  answer: (prompt: Prompt, items: readonly Item[]) => Promise<Answered>;
  /** Null: the scripted writer writes. */
  optimizer: ((saved: Saved, request: ProposeRequest) => Promise<NotedEvent>) | null;
  /** The items of the test part, opened for the two who meet there. */
  openTest: (finalists: readonly Prompt[]) => Promise<void>;
  /**
   * The budget in calls that the money pays for, where that is less. Looked at once after each event and saved with it, never
   * where a run goes on: what was paid for since would make it another.
   */
  affordable: (state: StrategyState) => Promise<number | null>;
  /** Looked at between calls. */
  command: () => 'stop' | 'leave' | null;
  /** What versions are called, once new ones have their place in the library. */
  named: (state: StrategyState) => Promise<NameOf>;
  /** After every event, with what it changed. */
  told: (saved: Saved, told: Told) => Promise<void>;
  save: (saved: Saved) => void;
}

type ProposeRequest = Extract<StrategyRequest, { kind: 'propose' }>;
type AnswerRequest = Extract<StrategyRequest, { kind: 'answer' }>;

/** A proposal with what an evaluator said before it. */
export type NotedEvent = StrategyEvent & { critique?: string };

/** An event with the texts of the answers, which the strategy has no use for. */
type LoopEvent = NotedEvent & { texts?: Record<string, string>; over?: string | null };

/** Answers that are asked for before the next checkpoint. */
const chunk = 24;

function testClusters({ items }: World, { parts }: StrategyState): Record<string, string> {
  return clustersOf(parts.test.flatMap((id) => items.byId.get(id) ?? []));
}

async function answered(world: World, state: StrategyState, request: AnswerRequest): Promise<LoopEvent> {
  const version = state.versions[request.version];
  if (version === undefined) throw new Error(`the state has no version ${request.version}`);
  if (state.phase === 'test') {
    // Of a winner that is the seed, the seed meets the test alone.
    const finalists = [...new Set(['v0', state.winner])];
    await world.openTest(finalists.flatMap((id) => state.versions[id]?.prompt ?? []));
  }
  const items = request.items.slice(0, chunk).map((id) => {
    const item = world.items.byId.get(id);
    if (item === undefined) throw new Error(`the data set has no item ${id}`);
    return item;
  });
  const { results, texts, over } = await world.answer(version.prompt, items);
  // What test items have in common is known only now that they are open.
  const clusters = state.phase === 'test' ? testClusters(world, state) : undefined;
  return { kind: 'answered', version: request.version, results, texts, over, clusters };
}

function nextEvent(world: World, saved: Saved, state: StrategyState, request: StrategyRequest): Promise<LoopEvent> {
  if (request.kind === 'answer') return answered(world, state, request);
  if (world.optimizer !== null) return world.optimizer(saved, request);
  const candidates = scriptedCandidates(state, request, world.material);
  return Promise.resolve({ kind: 'proposed', call: request.call, candidates });
}

/** A step of its own, before the proposal that it led to. */
function withCritique(told: Told, before: StrategyState, { critique }: NotedEvent): Told {
  if (critique === undefined) return told;
  const step = { round: before.round, step: 'evaluate', what: critique, calls: spent(before) };
  return { ...told, steps: [step, ...told.steps] };
}

/** Of what a model may be shown this much, and of what a person looks at. */
const longestAnswer = 600;
const longestSeen = 201;

function withAnswers(
  known: Saved['answers'],
  event: LoopEvent,
  { of, longest }: { of: ReadonlySet<string>; longest: number },
): Saved['answers'] {
  if (event.kind !== 'answered' || event.texts === undefined) return known;
  const told = Object.entries(event.texts).filter(([id]) => of.has(id));
  if (told.length === 0) return known;
  const short = told.map(([id, text]) => [id, text.slice(0, longest)]);
  return { ...known, [event.version]: { ...known[event.version], ...Object.fromEntries(short) } };
}

/**
 * Drives the strategy to its end: asks what it needs, hands it the answers, saves after each. Gives false where the run
 * was asked to leave before.
 */
export async function optimize(world: World, start: Saved): Promise<{ saved: Saved; ended: boolean }> {
  const { tools } = world;
  const { strategy, seed, settings } = world;
  const { parts, clusters } = world.items;
  let state = start.state ?? startStrategy({ strategy, seed, parts, clusters, settings }, tools);
  let saved: Saved = { ...start, state };
  async function move(event: LoopEvent): Promise<void> {
    const before = state;
    state = applyEvent(state, event, tools);
    const nameOf = await world.named(state);
    const told = withCritique(tell(before, state, event, nameOf), before, event);
    saved = {
      ...saved,
      state,
      // Only those of the feedback part: nobody else's may be read by a writer.
      answers: withAnswers(saved.answers, event, { of: new Set(state.parts.feedback), longest: longestAnswer }),
      seen: withAnswers(saved.seen, event, { of: openItems(state), longest: longestSeen }),
      steps: [...saved.steps, ...told.steps],
      scores: told.score === null ? saved.scores : [...saved.scores, told.score],
    };
    await world.told(saved, told);
  }
  await world.named(state);
  await world.told(saved, { steps: [], milestones: [], score: null });
  while (state.phase !== 'done') {
    const command = world.command();
    if (command === 'leave') {
      world.save(saved);
      return { saved, ended: false };
    }
    if (command === 'stop') {
      const detail = `Stopped on request after ${spent(state)} calls.`;
      await move({ kind: 'stop', reason: 'stopped', detail });
      break;
    }
    const [request] = requestsOf(state, tools);
    if (request === undefined) throw new Error(`the strategy asks for nothing in phase ${state.phase}`);
    const event = await nextEvent(world, saved, state, request);
    await move(event);
    // What came before the budget ended is kept; the strategy ends with its best so far.
    if (event.over) await move({ kind: 'stop', reason: 'budget', detail: event.over });
    const budget = await world.affordable(state);
    if (budget !== null) await move({ kind: 'lowered', budget });
    world.save(saved);
  }
  world.save(saved);
  return { saved, ended: true };
}
