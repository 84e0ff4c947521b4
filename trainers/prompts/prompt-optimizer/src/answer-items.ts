import type { LanguageChoice } from '@trainyard/contracts';
import { type Prompt, renderPrompt } from '@trainyard/prompts';
import type { ItemResult, Judge } from '@trainyard/prompts/metrics';
import type { Door, Said } from './door.ts';
import type { Item } from './items.ts';
import { NothingLeft } from './outside-metrics.ts';

export interface Answering {
  door: Door;
  model: LanguageChoice;
  judge: Judge;
  concurrency: number;
  /** Looked at between calls: true means that no further call is made. */
  leaving: () => boolean;
  count: (said: Said) => void;
}

export interface Answered {
  results: Record<string, ItemResult>;
  texts: Record<string, string>;
  /** Why nothing more may be asked; null: it may. */
  over: string | null;
}

function scoreAnswer(judge: Judge, said: Exclude<Said, { status: 'over' }>, item: Item): Promise<ItemResult> {
  const expected = item.expected === null ? [] : [item.expected];
  const { input, values } = item;
  return judge(said, expected, { input, values });
}

/** A grader may find that nothing more may be asked. */
async function scoreOrOver(score: Promise<ItemResult>): Promise<ItemResult | { over: string }> {
  try {
    return await score;
  } catch (error) {
    if (error instanceof NothingLeft) return { over: error.message };
    throw error;
  }
}

/** Each item asked once under the prompt, some at a time. What was asked is waited for, also where the run is to leave. */
export async function answerItems(
  { door, model, judge, concurrency, leaving, count }: Answering,
  { prompt, items, sample }: { prompt: Prompt; items: readonly Item[]; sample: number },
): Promise<Answered> {
  const results: Record<string, ItemResult> = {};
  const texts: Record<string, string> = {};
  const waiting = [...items];
  let over: string | null = null;
  let atWork = 0;
  async function work(): Promise<void> {
    atWork += 1;
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (leaving() || over !== null) break;
      const messages = renderPrompt(prompt, item);
      const said = await door.ask({ role: 'primary', model, messages, sample });
      const scored = said.status === 'over' ? { over: said.reason } : await scoreOrOver(scoreAnswer(judge, said, item));
      if ('over' in scored) {
        // What others under way hold of the budget may come back: the last one alone finds out.
        if (atWork > 1) waiting.unshift(item);
        else over = scored.over;
        atWork -= 1;
        return;
      }
      count(said);
      results[item.id] = scored;
      if (said.status === 'answered') texts[item.id] = said.text;
    }
    atWork -= 1;
  }
  const hands = Math.min(concurrency, items.length);
  const ended = await Promise.allSettled(Array.from({ length: hands }, work));
  const [failed] = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (failed !== undefined) throw failed;
  return { results, texts, over };
}
