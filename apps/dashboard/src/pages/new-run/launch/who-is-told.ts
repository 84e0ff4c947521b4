import type { Preferences } from '@trainyard/contracts';

/** Who hears of the run's end, from what the person has chosen. */
export function whoIsTold({ notices, browser_notifications }: Preferences): string {
  const when = [
    notices.started ? 'starts' : null,
    notices.completed ? 'completes' : null,
    notices.failed ? 'fails' : null,
    notices.below_baseline ? 'ends below the baseline' : null,
  ].filter((word) => word !== null);
  const last = when.at(-1);
  if (last === undefined) return 'You have turned all notices off: look at the list of runs for its end.';
  const listed = when.length === 1 ? last : `${when.slice(0, -1).join(', ')} or ${last}`;
  const browser = browser_notifications
    ? ', and by a notification of the browser while no page of Trainyard is in view'
    : '';
  return `You are told in the inbox when it ${listed}${browser}.`;
}
