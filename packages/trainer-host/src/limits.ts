import type { Settings } from '@trainyard/settings';

/** How long each phase of a trainer's life may take, and how much of its output is kept. */
export interface AttemptLimits {
  /** From spawn; the installation of an environment does not count. */
  timeMs: number;
  helloMs: number;
  /** Silence after which the run is called stalled, unless the trainer announced a longer one. */
  stallMs: number;
  cancelGraceMs: number;
  killGraceMs: number;
  streamDrainMs: number;
  installMs: number;
  sampleMs: number;
  logBytes: number;
  logLineBytes: number;
}

export function limitsFrom(settings: Settings, timeLimitSeconds: number): AttemptLimits {
  return {
    timeMs: timeLimitSeconds * 1000,
    helloMs: settings.helloSeconds * 1000,
    stallMs: settings.stallSeconds * 1000,
    cancelGraceMs: settings.cancelGraceSeconds * 1000,
    killGraceMs: settings.killGraceSeconds * 1000,
    streamDrainMs: settings.streamDrainSeconds * 1000,
    installMs: settings.installLimitSeconds * 1000,
    sampleMs: settings.resourceSampleSeconds * 1000,
    logBytes: settings.logLimitBytes,
    logLineBytes: settings.logLineLimitBytes,
  };
}
