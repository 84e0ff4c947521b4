import {
  type DataFacts,
  type DatasetManifest,
  type Issue,
  type Manifest,
  type PartsConfig,
  type SplitConfig,
  TrainyardError,
  type WindowConfig,
} from '@trainyard/contracts';
import {
  checkDataset,
  dataFacts,
  makeSplit,
  parseIndex,
  parsePromptItems,
  type RecordedSplit,
  type Split,
} from '@trainyard/domain';
import { splitItems } from './prompt-split.ts';
import type { ItemTexts } from './read-items.ts';

export interface DataQuestion {
  needs: Manifest['needs'];
  /** Null where the trainer takes no split, or its settings are wrong. */
  split: SplitConfig | null;
  window: WindowConfig | null;
  /** For trainers that take items in parts, of which the test part is sealed. */
  parts: PartsConfig | null;
}

export interface PreparedData {
  split: Split | RecordedSplit | null;
  facts: DataFacts;
  badge: string | null;
  /** What placeholders of a prompt may name; null where the data set holds no items or they were not read. */
  columns: string[] | null;
  issues: Issue[];
}

/** What rules call training is what the trainer may read, validation what it is scored on by the way. */
function sizesInWords({ sizes }: RecordedSplit): Pick<DataFacts, 'train_size' | 'validation_size' | 'test_size'> {
  const { feedback = 0, select = 0, confirm = 0, test = 0 } = sizes;
  return { train_size: feedback, validation_size: select + confirm, test_size: test };
}

/** Reads the index, sees whether the data suit, and makes the split. Pure, so that it can run on another thread. */
export function prepareData(
  data: { manifest: DatasetManifest; index: string; texts: ItemTexts | null },
  question: DataQuestion,
): PreparedData {
  const { manifest } = data;
  const { needs, window } = question;
  const index = parseIndex(data.index);
  const issues = checkDataset(needs, { manifest, index });
  if (question.parts !== null && data.texts !== null && issues.length === 0) {
    const items = parsePromptItems(data.texts.items);
    const made = splitItems({ items, given: data.texts.given, parts: question.parts });
    const facts = dataFacts({ manifest, index, split: null, window });
    const sizes = made.split === null ? {} : sizesInWords(made.split);
    const columns = [...new Set(['input', ...items.flatMap(({ values }) => Object.keys(values))])];
    return { split: made.split, facts: { ...facts, ...sizes }, badge: manifest.badge, columns, issues: made.issues };
  }
  let split: Split | null = null;
  if (question.split !== null && issues.length === 0) {
    try {
      split = makeSplit({ manifest, index, split: question.split, window });
    } catch (error) {
      if (!(error instanceof TrainyardError)) throw error;
      issues.push(...error.issues);
    }
  }
  const facts = dataFacts({ manifest, index, split, window });
  return { split, facts, badge: manifest.badge, columns: null, issues };
}
