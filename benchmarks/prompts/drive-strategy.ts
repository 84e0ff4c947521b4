import type { ItemResult } from '@trainyard/prompts/metrics';
import {
  applyEvent,
  type ProposedCandidate,
  requestsOf,
  type StrategyRequest,
  type StrategyStart,
  type StrategyState,
  type StrategyTools,
  startStrategy,
  type Version,
} from '@trainyard/prompts/strategies';

/** What stands in for the language models. */
export interface MadeUpModels {
  /** Whether the item is answered rightly under the version. */
  right: (version: Version, item: string) => boolean;
  write: (parent: Version, request: Extract<StrategyRequest, { kind: 'propose' }>) => ProposedCandidate[];
}

function resultOf(right: boolean): ItemResult {
  return {
    status: right ? 'ok' : 'failed',
    score: right ? 1 : 0,
    metrics: {},
    tag: right ? null : 'wrong-answer',
    feedback: '',
  };
}

/** A whole search, from the first prompt to its end, without a call to anybody. */
export function driveStrategy(start: StrategyStart, tools: StrategyTools, models: MadeUpModels): StrategyState {
  let state = startStrategy(start, tools);
  for (;;) {
    const [request] = requestsOf(state, tools);
    if (request === undefined) return state;
    const version = state.versions[request.kind === 'answer' ? request.version : request.parent];
    if (version === undefined) throw new Error('a strategy asked for a version that it does not have');
    if (request.kind === 'propose') {
      const candidates = models.write(version, request);
      state = applyEvent(state, { kind: 'proposed', call: request.call, candidates }, tools);
    } else {
      const results = request.items.map((item) => [item, resultOf(models.right(version, item))] as const);
      const answered = { kind: 'answered' as const, version: version.id, results: Object.fromEntries(results) };
      state = applyEvent(state, answered, tools);
    }
  }
}
