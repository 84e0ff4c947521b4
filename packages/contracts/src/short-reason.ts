/**
 * What stands beside the status of a run that ended: `budget reached`. Apart from the schemas, since the first page that a browser
 * loads needs it and not them.
 */
export function shortReason(reason: { short?: string | undefined } | null): string | null {
  const words =
    reason?.short
      ?.replaceAll(/[-_\s]+/g, ' ')
      .trim()
      .slice(0, 40) ?? '';
  return words === '' ? null : words;
}
