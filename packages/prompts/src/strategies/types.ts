import type { EditAction } from '../edits/actions.ts';
import type { Refusal } from '../edits/refuse.ts';
import type { FailureTag, ItemResult } from '../metrics/result.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { RaceDecision } from '../race/race.ts';
import type { ResultVerdict } from '../race/result-verdict.ts';
import { defaultRaceRules, type RaceRules } from '../race/rules.ts';
import type { PromptPart } from '../race/split.ts';

/**
 * A strategy is a state and two pure functions: what is needed next (`requestsOf`), and the state after an answer (`apply`). Its
 * caller makes the calls. The state is plain JSON: stored after each event, it goes on from there after a crash; asked again, it
 * names what has no answer yet and nothing else.
 */
export interface StrategyState {
  strategy: 'racing' | 'five-step';
  settings: StrategySettings;
  /** Item ids of each part, in the order in which they are used. */
  parts: Record<PromptPart, string[]>;
  /** By item: the name of what it has in common with others. Those of test items come with their answers. */
  clusters: Record<string, string>;
  phase: 'observe' | 'propose' | 'race' | 'compare' | 'confirm' | 'shrink' | 'test' | 'done';
  round: number;
  /** The prompt to beat, the one that is being changed, and the one that is delivered. */
  incumbent: string;
  parent: string;
  winner: string;
  /** Winners that met the seed on the test part, this run and those it goes on from: each was a look at the same items. */
  tested: string[];
  /** The winner before it was shortened: what is lost by shortening is held against it, not only against the last step. */
  unshortened: string;
  versions: Record<string, Version>;
  /** By version and item; null: asked for and not answered yet. */
  cells: Record<string, Record<string, ItemResult | null>>;
  /** Items of the feedback part that this round looks at. */
  batch: string[];
  race: Race | null;
  decisions: Decision[];
  refusals: { round: number; refusals: Refusal[] }[];
  /** Requests for proposals that were answered, well or not. */
  proposalCalls: number;
  /** What proposals cost so far, in task calls. */
  proposalCost: number;
  /** One after the other that brought no candidate. */
  fruitless: number;
  /** Parents of which the writer knew nothing new: others are tried. */
  exhausted: string[];
  /** Rounds since the incumbent changed. */
  idleRounds: number;
  finish: Finish | null;
}

export interface StrategySettings {
  seed: number;
  /** In task calls; a call to the optimizer counts as `optimizerPrice` of them. Never exceeded, not by one call. */
  budget: number;
  optimizerPrice: number;
  /** Racing: the part of the budget, test set aside, that the select items of one full pass may take; confirm has half as many. */
  passShare: number;
  /** Feedback items of a round. */
  batch: number;
  /** Candidates of a proposal, and how many of them race. */
  candidates: number;
  raced: number;
  maxRounds: number;
  /** Rounds without a better prompt before the search ends. */
  patience: number;
  /** Mean score at which the search ends; null: none. */
  target: number | null;
  race: RaceRules;
}

/**
 * Found by replay from 150 to 2,000 calls (docs/benchmarks/prompts.md): blocks of 5 end races of the hopeless after 5 calls
 * instead of 20; passes over few items leave money for more candidates; the budget ends a run, not a few rounds without a
 * better prompt: on a rugged landscape the next hill is found late.
 */
export const defaultStrategySettings: StrategySettings = {
  seed: 0,
  budget: 600,
  optimizerPrice: 1,
  passShare: 0.05,
  batch: 8,
  candidates: 4,
  raced: 4,
  maxRounds: 1000,
  patience: 50,
  target: null,
  race: defaultRaceRules,
};

export interface Version {
  id: string;
  parents: string[];
  prompt: Prompt;
  hash: string;
  origin: 'seed' | 'model' | 'scripted' | 'merged' | 'shrunk';
  round: number;
  actionProposed: EditAction | null;
  actionDetected: EditAction | null;
  hypothesis: string;
  tokens: number;
  /** Feedback or select items that stand as its examples: it knows their answers. */
  shows: string[];
}

export interface Race {
  /** Whom the candidates are held against. */
  against: string;
  racing: string[];
  /** Went the full distance: `accept` better, `keep` not proved so. */
  through: { id: string; verdict: 'accept' | 'keep' }[];
  blocks: number;
}

export interface Decision extends Omit<RaceDecision, 'verdict'> {
  round: number;
  phase: StrategyState['phase'];
  candidate: string;
  against: string;
  /**
   * `behind`: held against the leader of the race instead, and hardly better than that; `no-gain`: never better, with chances
   * enough; `no-budget`: its next block is not paid for.
   */
  verdict: RaceDecision['verdict'] | 'behind' | 'no-gain' | 'no-budget';
}

export interface Finish {
  reason: 'target' | 'patience' | 'rounds' | 'budget' | 'optimizer-failed' | 'no-answers' | 'stopped';
  detail: string;
  /** Seed against winner on the test part, also where the winner is the seed; null where no test was made. */
  result: ResultVerdict | null;
}

export type StrategyRequest =
  | { kind: 'answer'; version: string; items: string[] }
  | {
      kind: 'propose';
      /** Number of this request; its answer carries it. */
      call: number;
      parent: string;
      count: number;
      /** One candidate takes this action, drawn by chance, so that no habit of the writer goes unchecked. */
      randomAction: EditAction;
      /** What the adviser would try first. */
      suggested: EditAction[];
    };

export interface ProposedCandidate {
  prompt: Prompt;
  finish: string;
  action: EditAction | null;
  hypothesis: string;
  origin: 'model' | 'scripted';
}

export type StrategyEvent =
  /** `clusters`: of items that were not known before, because they were sealed. */
  | {
      kind: 'answered';
      version: string;
      results: Record<string, ItemResult>;
      clusters?: Readonly<Record<string, string>> | undefined;
    }
  | { kind: 'proposed'; call: number; candidates: ProposedCandidate[] }
  | { kind: 'proposal-failed'; call: number; reason: string }
  /** From outside: money pays for fewer calls than the settings say. */
  | { kind: 'lowered'; budget: number }
  /** From outside: the user, or the gateway's own budget. */
  | { kind: 'stop'; reason: 'stopped' | 'budget'; detail: string };

/** What the reducer may ask of its caller; all of it must give the same answer for the same question. */
export interface StrategyTools {
  /** Reasons against a proposal; hashes of all earlier versions are in `tried`. */
  refuse: (candidate: { prompt: Prompt; finish: string }, parent: Prompt, tried: ReadonlySet<string>) => Refusal[];
  countTokens: (text: string) => number;
  /** Items of the feedback and select part that the prompt shows as examples. */
  shownBy?: (prompt: Prompt) => string[];
  adviser: Adviser;
}

export interface AdviserContext {
  state: StrategyState;
  parent: Version;
  failures: Partial<Record<FailureTag, number>>;
}

/** The seam for models that learn: they may order, never decide. */
export interface Adviser {
  name: string;
  /** Actions worth trying on the parent, the best first; may be empty. */
  suggest: (context: AdviserContext) => EditAction[];
  /** The candidates in the order of promise; those beyond `raced` are not paid for. */
  screen: (candidates: readonly Version[], context: AdviserContext) => readonly Version[];
}
