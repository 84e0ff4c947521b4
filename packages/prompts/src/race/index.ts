export { archiveSize, type Contender, chooseParent, paretoArchive, restartShare } from './archive.ts';
export { type ClusterPair, clusterPairs } from './clusters.ts';
export { itemsFor, type Power, smallestGain } from './detectable.ts';
export { enoughAnswers } from './enough-answers.ts';
export { type Comparison, comparePairs, type ScorePair } from './posterior.ts';
export { decide, type RaceDecision, type RaceStanding } from './race.ts';
export { judgeResult, levelOfLook, type ResultVerdict } from './result-verdict.ts';
export { defaultRaceRules, dropThreshold, type RaceRules } from './rules.ts';
export {
  clustersOf,
  contentHash,
  defaultShares,
  type PartShares,
  type PromptPart,
  type PromptSplit,
  promptParts,
  type SplitItem,
  splitPromptItems,
} from './split.ts';
