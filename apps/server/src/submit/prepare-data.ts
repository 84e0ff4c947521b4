import {
  type DataFacts,
  type DatasetManifest,
  type Issue,
  type Manifest,
  type SplitConfig,
  TrainyardError,
  type WindowConfig,
} from '@trainyard/contracts';
import { checkDataset, dataFacts, makeSplit, parseIndex, type Split } from '@trainyard/domain';

export interface DataQuestion {
  needs: Manifest['needs'];
  /** Null where the trainer takes no split, or its settings are wrong. */
  split: SplitConfig | null;
  window: WindowConfig | null;
}

export interface PreparedData {
  split: Split | null;
  facts: DataFacts;
  badge: string | null;
  issues: Issue[];
}

/** Reads the index, sees whether the data suit, and makes the split. Pure, so that it can run on another thread. */
export function prepareData(data: { manifest: DatasetManifest; index: string }, question: DataQuestion): PreparedData {
  const { manifest } = data;
  const { needs, window } = question;
  const index = parseIndex(data.index);
  const issues = checkDataset(needs, { manifest, index });
  let split: Split | null = null;
  if (question.split !== null && issues.length === 0) {
    try {
      split = makeSplit({ manifest, index, split: question.split, window });
    } catch (error) {
      if (!(error instanceof TrainyardError)) throw error;
      issues.push(...error.issues);
    }
  }
  return { split, facts: dataFacts({ manifest, index, split, window }), badge: manifest.badge, issues };
}
