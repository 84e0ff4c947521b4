import { getPreferences, listNotices, putPreferences, readNotices } from '@trainyard/store';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

type NoticeRoutes = 'listNotices' | 'readNotices' | 'getPreferences' | 'putPreferences';

export function noticeRoutes({ store }: Parts): Handlers<NoticeRoutes> {
  return {
    listNotices: ({ query, caller }) =>
      listNotices(store, caller.id, {
        ...query,
        unread: query.unread === undefined ? undefined : query.unread === 'true',
      }),
    async readNotices({ body, caller }) {
      return { unread: await readNotices(store, caller.id, body.ids) };
    },
    getPreferences: ({ caller }) => getPreferences(store, caller.id),
    putPreferences: ({ body, caller }) => putPreferences(store, caller.id, body),
  };
}
