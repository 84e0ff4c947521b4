import type { Issue } from '@trainyard/contracts';
import type { Ink } from './ink.ts';
import { textWidth } from './table.ts';

export interface Problem {
  message: string;
  hint: string | null;
  issues: readonly Issue[];
  allowed?: readonly string[] | undefined;
  /** For faults of ours: what the log calls it. */
  requestId?: string | undefined;
}

/** An error in words: what failed, every single problem, what to do. */
export function problemText(problem: Problem, ink: Ink): string {
  const lines = [ink.bad(problem.message)];
  const width = Math.min(32, Math.max(0, ...problem.issues.map((issue) => textWidth(issue.path))));
  for (const issue of problem.issues) {
    lines.push(`  ${issue.path === '' ? '' : `${ink.bold(issue.path.padEnd(width))}  `}${issue.message}`);
  }
  if (problem.hint !== null && problem.hint !== '') lines.push(problem.hint);
  return lines.join('\n');
}
