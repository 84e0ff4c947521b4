import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../format/number.ts';
import { NoticeList } from './notice-list.tsx';
import { unreadFirst } from './notice-words.ts';

const pageSize = 50;
const mostShown = 200;

/** The inbox: what happened while nobody looked. */
export default function NoticesPage() {
  const [search, change] = useSearchText();
  const [limit, setLimit] = useState(pageSize);
  const onlyUnread = search.show === 'unread';
  const notices = useRoute(
    'listNotices',
    { query: { limit, ...(onlyUnread ? { unread: 'true' as const } : {}) } },
    { keepPrevious: true },
  );
  const read = useAction('readNotices', { refreshes: ['listNotices'] });
  const unread = notices.data?.unread ?? 0;
  return (
    <>
      <PageHeader
        title="Notices"
        note={notices.data === undefined ? undefined : unread === 0 ? 'nothing unread' : `${unread} unread`}
        actions={
          <>
            <SegmentedControl
              aria-label="Which notices"
              data={[
                { value: 'all', label: 'All' },
                { value: 'unread', label: 'Unread' },
              ]}
              value={onlyUnread ? 'unread' : 'all'}
              onChange={(value) => change({ show: value === 'all' ? undefined : value })}
            />
            <Button
              variant="default"
              disabled={unread === 0}
              loading={read.isPending && read.variables?.body?.ids === undefined}
              onClick={() => read.mutate({ body: {} })}
            >
              Mark all as read
            </Button>
          </>
        }
      />
      <Panel flush>
        {notices.data === undefined ? (
          notices.isError ? (
            <ErrorState error={notices.error} retry={() => void notices.refetch()} />
          ) : (
            <LoadingState rows={6} what="Loading notices" />
          )
        ) : notices.data.items.length === 0 ? (
          <EmptyState title={onlyUnread ? 'Nothing unread.' : 'No notice yet.'}>
            Runs that end are told of here. Which ones is chosen in the settings.
          </EmptyState>
        ) : (
          <NoticeList items={unreadFirst(notices.data.items)} onRead={(ids) => read.mutate({ body: { ids } })} />
        )}
      </Panel>
      {notices.data !== undefined && notices.data.total > notices.data.items.length && (
        <p className="muted">
          {notices.data.items.length} of {count(notices.data.total, 'notice')}.{' '}
          {limit < mostShown && (
            <Button variant="default" onClick={() => setLimit(Math.min(mostShown, limit + pageSize))}>
              Show more
            </Button>
          )}
        </p>
      )}
    </>
  );
}
