import { getRun } from '@trainyard/store';
import { compareRuns } from '../analysis/compare-runs.ts';
import { insightsOf } from '../analysis/insights.ts';
import { listPredictions } from '../analysis/list-predictions.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function comparisonRoutes(parts: Parts): Handlers<'compareRuns' | 'getInsights' | 'listPredictions'> {
  const { store } = parts;
  return {
    compareRuns: ({ query }) => compareRuns(parts, query.runs),
    getInsights: async ({ params }) => insightsOf(parts, await getRun(store, params.id)),
    listPredictions: async ({ params, query }) => listPredictions(parts, await getRun(store, params.id), query),
  };
}
