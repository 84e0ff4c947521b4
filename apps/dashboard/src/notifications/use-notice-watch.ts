import { useNavigate } from '@tanstack/react-router';
import type { Notice } from '@trainyard/contracts';
import { useEffect, useEffectEvent, useRef } from 'react';
import { refreshRoutes, useRoute } from '../api/use-route.ts';
import { toast } from '../components/toast-store.ts';
import type { Tone } from '../format/run-status.ts';
import { useEvents } from '../live/use-events.ts';
import { mayNotify, showNotification } from './browser-notification.ts';
import { FreshNotices } from './fresh-notices.ts';
import { answerInView, anyInView } from './in-view.ts';

const shownAtOnce = 20;
/** Notices also come where no run changes its status. */
const everyMs = 60_000;
const gatherMs = 250;

const tones: Partial<Record<Notice['kind'], Tone>> = {
  'run-completed': 'ok',
  'run-failed': 'bad',
  'run-requeued': 'warn',
  'below-baseline': 'warn',
};

/** Keeps the count of unread notices, and tells new ones: on the page where it is in view, else by the browser. */
export function useNoticeWatch(): number {
  const unread = useRoute('listNotices', { query: { unread: 'true', limit: shownAtOnce } }, { everyMs });
  const preferences = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const outside = preferences.data?.browser_notifications === true && mayNotify() === 'granted';
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const fresh = useRef(new FreshNotices());
  const navigate = useNavigate();

  useEffect(() => answerInView(), []);
  useEvents(
    ['runs'],
    () => {
      timer.current ??= setTimeout(() => {
        timer.current = null;
        void refreshRoutes('listNotices');
      }, gatherMs);
    },
    { whileHidden: outside },
  );

  const tell = useEffectEvent(async (notice: Notice) => {
    const { id, kind, title, message, run } = notice;
    const open = (): void => void navigate({ href: run === null ? '/notices' : `/runs/${run.number}` });
    if (document.visibilityState === 'visible') {
      toast({
        tone: tones[kind] ?? 'plain',
        title,
        lines: message === '' ? [] : [message],
        action: { label: run === null ? 'Open the inbox' : `Open run ${run.number}`, run: open },
      });
    } else if (outside && !(await anyInView())) showNotification({ title, body: message, tag: id, open });
  });
  const items = unread.data?.items;
  useEffect(() => {
    if (items === undefined) return;
    for (const notice of fresh.current.take(items)) void tell(notice);
  }, [items]);
  return unread.data?.unread ?? 0;
}
