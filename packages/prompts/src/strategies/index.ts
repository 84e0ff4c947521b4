import { applyFiveStep, continueFiveStep, startFiveStep } from './five-step.ts';
import { withoutOpenTest } from './ledger.ts';
import { lowered } from './lowered.ts';
import { applyRacing, continueRacing, startRacing } from './racing.ts';
import type { StrategyStart } from './state.ts';
import type { StrategyEvent, StrategySettings, StrategyState, StrategyTools } from './types.ts';

export function startStrategy(start: StrategyStart, tools: StrategyTools): StrategyState {
  return start.strategy === 'racing' ? startRacing(start, tools) : startFiveStep(start, tools);
}

/** A run that ended goes on with more budget, rounds or patience, and with all that it knows. */
export function continueStrategy(
  state: StrategyState,
  change: Partial<StrategySettings>,
  tools: StrategyTools,
): StrategyState {
  const changed: StrategyState = { ...withoutOpenTest(state), settings: { ...state.settings, ...change } };
  return state.strategy === 'racing' ? continueRacing(changed, tools) : continueFiveStep(changed);
}

/** The state after an event. An event that answers nothing which is open leaves the state as it is. */
export function applyEvent(state: StrategyState, event: StrategyEvent, tools: StrategyTools): StrategyState {
  if (event.kind === 'lowered') return lowered(state, event.budget);
  return state.strategy === 'racing' ? applyRacing(state, event, tools) : applyFiveStep(state, event, tools);
}

export { randomAdviser, scriptedAdviser } from './adviser.ts';
export { type Critique, critiqueQuestion, parseCritique, type Remark } from './critique.ts';
export { deliveredOf, seedId } from './finish.ts';
export { spent, unshown } from './ledger.ts';
export { type FeedbackItem, type OptimizerBrief, optimizerMessages } from './optimizer-messages.ts';
export { type ParsedProposals, parseProposals } from './parse-proposals.ts';
export { leastBudget, paidParts, roundCost } from './parts.ts';
export {
  type PreflightAnswers,
  type PreflightPlan,
  type PreflightReport,
  preflightPlan,
  preflightReport,
} from './preflight.ts';
export { type ScriptedMaterial, scriptedCandidates } from './scripted-writer.ts';
export { requestsOf, type StrategyStart } from './state.ts';
export {
  type Adviser,
  type AdviserContext,
  type Decision,
  defaultStrategySettings,
  type Finish,
  type ProposedCandidate,
  type StrategyEvent,
  type StrategyRequest,
  type StrategySettings,
  type StrategyState,
  type StrategyTools,
  type Version,
} from './types.ts';
