export { checkConfig } from './check.ts';
export { checkParameters } from './check-parameters.ts';
export { mergeConfig, parseSet } from './merge.ts';
export { type MessagePart, messageParts } from './message-parts.ts';
export { editDistance, nearestName } from './nearest.ts';
export { defaultsOf, isPlainObject, labelOf, leafPaths, propertiesOf, schemaAt, unitOf } from './schema.ts';
export { withSharedBlocks } from './shared-blocks.ts';
export type { ConfigLayers, ConfigObject, ConfigRule, MergedConfig, Origin, ParameterSchema } from './types.ts';
export { expectation, shown } from './words.ts';
