export { csvField, parseCsv } from './csv.ts';
export { dataFacts } from './facts.ts';
export { checkDataset } from './fits.ts';
export { parseIndex } from './index-file.ts';
export { makeSplit, splitChoices, splitNote, splitParts } from './make.ts';
export { parsePromptItems } from './prompt-items.ts';
export { sha256 } from './sha256.ts';
export type { DatasetIndex, IndexRow, Part, RecordedSplit, Sizes, Split, SplitFile, SplitInput } from './types.ts';
export { windowCount, windowStart } from './windows.ts';
