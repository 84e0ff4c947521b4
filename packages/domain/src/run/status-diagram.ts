import { allowedActions, statusTable } from './status.ts';

const statuses = [...new Set(statusTable.flatMap((row) => [row.from, row.to]))].filter((status) => status !== null);

/** The status table as a Mermaid state diagram; moves between the same two statuses share an arrow. */
export function statusDiagram(): string {
  const arrows = new Map<string, string[]>();
  for (const row of statusTable) {
    const arrow = `${row.from ?? '[*]'} --> ${row.to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), row.on]);
  }
  const lines = [...arrows].map(([arrow, on]) => `  ${arrow}: ${on.join(', ')}`);
  const ends = statuses.filter((status) => !statusTable.some((row) => row.from === status));
  return ['stateDiagram-v2', ...lines, ...ends.map((status) => `  ${status} --> [*]`)].join('\n');
}

/** docs/reference/statuses.md. */
export function statusReference(): string {
  const rows = statusTable.map((row) => `| ${row.from ?? '—'} | ${row.on} | ${row.to} | ${row.note} |`);
  const actions = statuses.map((status) => `| ${status} | ${allowedActions(status).join(', ') || '—'} |`);
  return [
    '# Statuses of a run',
    '',
    'Made from `packages/domain/src/run/status.ts`. Every move stores its time, who made it and why. A move that is not in the table is',
    'answered with 409 and the moves that are. Asking again for what is already on its way (a pause while pausing) changes nothing.',
    '',
    '```mermaid',
    statusDiagram(),
    '```',
    '',
    '| from | on | to | note |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## What may be asked',
    '',
    '| status | actions |',
    '| --- | --- |',
    ...actions,
    '',
    '`continue` leaves the run as it is and makes a new one that goes on from a checkpoint of it.',
    '',
  ].join('\n');
}
