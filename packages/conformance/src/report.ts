/** How a run goes on after a pause or a crash: proved by comparing with a run that was left alone. */
export type ResumeBadge = 'exact' | 'close' | 'restarts';

export interface Check {
  id: string;
  title: string;
  status: 'passed' | 'failed' | 'skipped';
  /** What was seen, or what was expected and what came. */
  detail: string;
  ms: number;
}

export interface ConformanceReport {
  trainer: string;
  folder: string;
  passed: boolean;
  /** Null where it could not be found out. */
  badge: ResumeBadge | null;
  /** What the manifest claims. */
  claimed: ResumeBadge;
  /** The largest relative difference of a final metric between a straight and a resumed run. */
  largestDifference: number | null;
  checks: Check[];
}

const marks = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

/** For the terminal. */
export function reportText(report: ConformanceReport): string {
  const lines = report.checks.map(
    (check) =>
      `${marks[check.status]}  ${check.title} (${(check.ms / 1000).toFixed(1)} s)${check.detail === '' ? '' : `\n      ${check.detail}`}`,
  );
  const failed = report.checks.filter((check) => check.status === 'failed').length;
  const badge = report.badge === null ? 'unknown' : report.badge;
  const verdict = report.passed ? 'passes' : `fails ${failed} of ${report.checks.length} checks`;
  return [...lines, '', `${report.trainer} ${verdict}; resume: ${badge} (its manifest says ${report.claimed}).`].join(
    '\n',
  );
}
