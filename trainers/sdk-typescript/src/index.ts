export type { Command, CommandKind } from './commands.ts';
export {
  type ArtifactKind,
  type CheckpointOptions,
  Left,
  type LogLevel,
  type MetricGroup,
  type Progress,
  Run,
  type SectionIn,
} from './run.ts';
export { type StartOptions, start } from './start.ts';
