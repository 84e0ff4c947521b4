/** Seconds until the results open; null where they do not open by themselves. */
export const countdownSeconds = 5;

export interface Completion {
  /** The status that the page saw before: only who watched the end is moved. */
  before: string | null;
  now: string;
  /** What the person has chosen. */
  opensResults: boolean;
  stopped: boolean;
}

export function startsCountdown({ before, now, opensResults, stopped }: Completion): boolean {
  return now === 'completed' && before !== null && before !== 'completed' && opensResults && !stopped;
}
