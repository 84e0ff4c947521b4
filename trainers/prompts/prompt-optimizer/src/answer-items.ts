import type { LanguageChoice } from '@trainyard/contracts';
import { type Prompt, renderPrompt } from '@trainyard/prompts';
import type { ItemResult, Scorer } from '@trainyard/prompts/metrics';
import type { Door, Said } from './door.ts';
import type { Item } from './items.ts';

export interface Answering {
  door: Door;
  model: LanguageChoice;
  scorer: Scorer;
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

function scoreAnswer(scorer: Scorer, said: Said, item: Item): ItemResult {
  const expected = item.expected === null ? [] : [item.expected];
  if (said.status !== 'answered') return scorer({ status: 'missing', reason: said.reason }, expected);
  return scorer({ status: 'answered', text: said.text, finish: said.finish }, expected);
}

/** Each item asked once under the prompt, some at a time. What was asked is waited for, also where the run is to leave. */
export async function answerItems(
  { door, model, scorer, concurrency, leaving, count }: Answering,
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
      if (said.status === 'over') {
        // What others under way hold of the budget may come back: the last one alone finds out.
        if (atWork > 1) waiting.unshift(item);
        else over = said.reason;
        atWork -= 1;
        return;
      }
      count(said);
      results[item.id] = scoreAnswer(scorer, said, item);
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
