/** The server's door to the queue: what people and programs outside ask for. */
export {
  type ActionResult,
  cancelExperiment,
  finishExternalRun,
  type PendingCommand,
  pauseUntilRepaired,
  requestAction,
  resumeRepaired,
  takeExternalCommands,
} from './submit/action.ts';
export {
  appendExternalLog,
  type IntakeOptions,
  type IntakeReply,
  type MetricIntake,
  metricIntake,
} from './submit/intake.ts';
export {
  type ExternalRun,
  flattenParameters,
  openExternalRun,
  type Submission,
  type Submitted,
  submitExperiment,
  submitRun,
} from './submit/run.ts';
