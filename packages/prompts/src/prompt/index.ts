export { type EmbeddedParts, featuresVersion, type PromptFeatures, promptFeatures } from './features.ts';
export {
  checkPlaceholders,
  fillPlaceholders,
  type PlaceholderCheck,
  placeholdersIn,
  promptPlaceholders,
} from './placeholders.ts';
export { isEmptyPrompt, type Prompt, type PromptExample, promptHash, promptText } from './prompt.ts';
export { type ChatMessage, type RenderItem, renderPrompt } from './render.ts';
