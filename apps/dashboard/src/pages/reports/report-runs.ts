import type { Run } from '@trainyard/contracts';

/** The runs that a report tells of, by id, as its own record has them; in the order that was asked for. */
export function reportedRuns(report: Pick<Run, 'parameters'>): string[] {
  const text = report.parameters?.runs;
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function reportsOf<R extends Pick<Run, 'parameters'>>(reports: readonly R[], runId: string): R[] {
  return reports.filter((report) => reportedRuns(report).includes(runId));
}

/** The filter of the list of runs that finds all reports, whatever trainers write them. */
export function reportFilter(trainers: readonly string[]): string {
  return trainers.map((id) => `trainer:${id}`).join(',');
}

const longestName = 200;

/** The name of a report run, so that one is told from another in a list. */
export function reportName(number: number, name: string): string {
  const letters = [...`Report of ${number} ${name}`];
  // A letter is cut off whole: half of an emoji is no text.
  while (letters.join('').length > longestName) letters.pop();
  return letters.join('');
}
