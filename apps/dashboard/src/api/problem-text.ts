import type { ApiError } from '@trainyard/api-client';

const shownIssues = 5;

/** Problem details as a person reads them: what failed, each single fault, what to do. */
export function problemText(problem: ApiError): { title: string; lines: string[] } {
  const { detail, hint, issues, requestId, status } = problem;
  const unseen = issues.filter(({ message }) => !detail.includes(message));
  const lines = unseen
    .slice(0, shownIssues)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  if (unseen.length > shownIssues) lines.push(`… and ${unseen.length - shownIssues} more`);
  // That hint is for programs: it names fields of the answer, which are shown here.
  if (hint !== '' && problem.code !== 'query-invalid') lines.push(hint);
  // Ours: the id finds the line in the log.
  if (status >= 500 && requestId !== undefined) lines.push(`Request ${requestId}`);
  return { title: detail, lines };
}
