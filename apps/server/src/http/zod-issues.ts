import type { Issue } from '@trainyard/contracts';
import type { z } from 'zod';

type ZodIssue = z.core.$ZodIssue;

function pathOf(parts: readonly PropertyKey[]): string {
  return parts.map(String).join('.');
}

/** Of a union's branches, the one that the caller most likely meant: no wrong constant in it, then fewest problems. */
function nearestBranch(branches: readonly ZodIssue[][]): readonly ZodIssue[] {
  const isWrongConstant = (issue: ZodIssue): boolean => issue.code === 'invalid_value' && issue.values.length === 1;
  const wrongConstants = (branch: readonly ZodIssue[]): number => branch.filter(isWrongConstant).length;
  const ordered = [...branches].sort((a, b) => wrongConstants(a) - wrongConstants(b) || a.length - b.length);
  return ordered[0] ?? [];
}

function sentenceOf(issue: ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_type':
      return issue.message.includes('received undefined') ? `is missing (${issue.expected} expected)` : issue.message;
    default:
      return issue.message;
  }
}

/** Problems of a request in our words, one for each, with dotted paths. */
export function issuesOf(issues: readonly ZodIssue[], prefix: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return issuesOf(nearestBranch(issue.errors), path);
    return [{ path: pathOf(path), message: sentenceOf(issue) }];
  });
}
