import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliveredOf, type StrategyState, spent } from '@trainyard/prompts/strategies';
import { answerPrice } from './config.ts';
import { namesIn } from './names.ts';
import { type ResultFacts, resultSection, verdictSection } from './result-sections.ts';
import { type Shown, showLedger, showLive, showSearch } from './show-run.ts';
import { sentence } from './story.ts';
import { testAnswers } from './test-answers.ts';
import { verdictOf } from './verdict.ts';

/** What stands beside the status of the run. Where all iterations were made or it was stopped, the status says it all. */
const short: Partial<Record<NonNullable<StrategyState['finish']>['reason'], string>> = {
  budget: 'budget-reached',
  target: 'target-reached',
  patience: 'nothing-better',
  'optimizer-failed': 'optimizer-failed',
  'no-answers': 'no-answers',
};

/** The end of a search: its verdict in words and figures, and the prompt that is handed over. */
export async function endRun(shown: Shown, state: StrategyState): Promise<void> {
  const { run, given, saved } = shown;
  const { library, preflight } = saved;
  const { finish, winner } = state;
  if (finish === null) throw new Error('the search ended without a reason');
  const { config, items, inputTokens, prompt } = given;
  showSearch(shown, state);
  const cost = await showLedger(shown);
  showLive(shown, state, cost);
  const preflightCalls = preflight?.calls ?? 0;
  const facts: ResultFacts = {
    cost,
    preflightCalls: preflightCalls * answerPrice(config),
    calls: (spent(state) + preflightCalls) * answerPrice(config),
    library,
    testItems: items.parts.test.length,
    tokensPerCall: ({ tokens }) => tokens + inputTokens,
    promptName: prompt.name,
    budget: config.budget.calls,
  };
  run.section(verdictSection(state, facts));
  run.section(resultSection(state, facts));
  if (finish.reason === 'budget') run.milestone(`Budget reached: ${finish.detail}`);
  const { words } = verdictOf(state, namesIn(library));
  run.milestone(words);
  const delivered = deliveredOf(state);
  const best = state.versions[delivered];
  writeFileSync(join(run.output, 'prompt.json'), `${JSON.stringify(best?.prompt, null, 2)}\n`);
  run.artifact('prompt.json', 'file', { version: delivered, hash: best?.hash });
  const answers = testAnswers(state, delivered);
  if (answers !== null) {
    writeFileSync(join(run.output, 'test-answers.csv'), answers);
    run.predictions('test-answers.csv');
  }
  if (run.command?.kind === 'stop') run.stopEarly();
  const nothing =
    finish.reason === 'no-answers' ||
    (finish.reason === 'optimizer-failed' && Object.keys(state.versions).length === 1);
  if (nothing && winner === 'v0') {
    run.fail(finish.reason, `${sentence(finish.detail)} The prompt is as it was.`);
    return;
  }
  const { result } = finish;
  const scores =
    result === null || result.n === 0
      ? {}
      : { seed_score: result.seed, test_score: result.winner, gain: result.difference };
  run.done({ ...scores, calls_used: facts.calls }, words, short[finish.reason]);
}
