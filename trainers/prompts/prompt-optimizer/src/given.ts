import { readFileSync } from 'node:fs';
import { checkPlaceholders, type Prompt, promptText } from '@trainyard/prompts';
import type { Run } from '@trainyard/sdk';
import type { Config } from './config.ts';
import { divide, dividedBy, type Items, readItems, UnfitItems } from './items.ts';
import { countTokens, promptRoom } from './rules.ts';

type Language = NonNullable<Run['language']>;
type Primary = NonNullable<Language['models']['primary']>;

export interface Given {
  config: Config;
  language: Language;
  primary: Primary;
  prompt: NonNullable<Run['prompt']>;
  seed: Prompt;
  items: Items;
  /** Tokens of a typical input. */
  inputTokens: number;
  maxTokens: number;
}

function typicalInput({ byId }: Items): number {
  const inputs = [...byId.values()].map(({ input }) => countTokens(input));
  return inputs.reduce((sum, one) => sum + one, 0) / Math.max(1, inputs.length);
}

/** Everything that can be wrong with what was given is said here, before anything is spent. Throws UnfitItems. */
export function given(run: Run): Given {
  const config = run.config as unknown as Config;
  const { language, prompt, dataset } = run;
  const primary = language?.models.primary;
  if (language === null || primary === undefined || prompt === null || dataset === null) {
    throw new UnfitItems('It needs a data set, a prompt and a language model: start it with trainyard run start');
  }
  if (config.writer === 'model' && language.models.optimizer === undefined) {
    throw new UnfitItems(
      'The writer is a model, and no language model has the role optimizer: name one with --set language_models.optimizer=NAME, or choose a default with: trainyard language-model default optimizer NAME',
    );
  }
  if (config.metrics.some(({ metric }) => metric === 'graded') && language.models.grader === undefined) {
    throw new UnfitItems(
      'A metric is graded, and no language model has the role grader: name one with --set language_models.grader=NAME, or choose a default with: trainyard language-model default grader NAME',
    );
  }
  const { system, output, examples } = prompt;
  const seed: Prompt = { system, output, examples };
  const read = readItems(dataset.folder);
  const { parts } = config;
  const items =
    run.split === null
      ? divide(read, { seed: parts.seed, shares: parts })
      : dividedBy(read, readFileSync(run.split.path, 'utf8'));
  const { unknown } = checkPlaceholders(seed, { columns: items.columns });
  if (unknown.length > 0) {
    const names = unknown.map((name) => `{{${name}}}`).join(', ');
    throw new UnfitItems(
      `The prompt has ${names}, and the data set has no such column; it has ${items.columns.join(', ')}. Nothing was spent. Change the prompt, or import the items with that column`,
    );
  }
  const room = promptRoom(seed, items, { contextTokens: config.context_tokens, answerTokens: primary.max_tokens });
  const maxTokens = Math.min(Math.max(config.max_prompt_tokens, countTokens(promptText(seed))), room);
  return { config, language, primary, prompt, seed, items, inputTokens: typicalInput(items), maxTokens };
}
