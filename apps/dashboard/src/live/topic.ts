/** `runs`: submissions, status changes, edits of all runs. Of one run: everything after the event `from`. */
export type Topic = 'runs' | { run: string; from: number };

export function nameOf(topic: Topic): string {
  return topic === 'runs' ? topic : `run:${topic.run}`;
}
