import type { LanguageChoice } from '@trainyard/contracts';
import { answerPrice, type Config } from './config.ts';

type Priced = Pick<Config, 'metrics' | 'budget'>;

/** Where a call that is counted is more than one of `budget.calls`; else nothing. */
export function inAnswers(config: Priced): string {
  const price = answerPrice(config);
  return price === 1 ? '' : ` A call is an answer with its grades here: ${price} of budget.calls.`;
}

/** Said once, before anything is spent; null where no model grades. */
export function gradingWords(config: Priced, grader: LanguageChoice | undefined): string | null {
  const price = answerPrice(config);
  if (grader === undefined || price === 1) return null;
  const { calls } = config.budget;
  const paid = Math.floor(calls / price);
  return `${grader.name} grades each answer, two or three times: an answer counts as ${price} calls, and the budget of ${calls} pays for ${paid}. From here on a call is an answer with its grades.`;
}
