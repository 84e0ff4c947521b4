import type { Notice, NoticeKind } from '@trainyard/contracts';
import type { Tone } from '../../format/run-status.ts';

const kinds: Record<NoticeKind, { tone: Tone; word: string }> = {
  'run-started': { tone: 'accent', word: 'Started' },
  'run-completed': { tone: 'ok', word: 'Completed' },
  'run-stopped': { tone: 'plain', word: 'Stopped' },
  'run-failed': { tone: 'bad', word: 'Failed' },
  'run-requeued': { tone: 'warn', word: 'Queued again' },
  'below-baseline': { tone: 'warn', word: 'Below baseline' },
  budget: { tone: 'warn', word: 'Budget' },
};

export function kindOf(kind: NoticeKind): { tone: Tone; word: string } {
  return kinds[kind];
}

/** Unread ones before the others, each newest first as they came. */
export function unreadFirst(items: readonly Notice[]): Notice[] {
  return [...items.filter(({ read_at }) => read_at === null), ...items.filter(({ read_at }) => read_at !== null)];
}
