import { Button, SegmentedControl } from '@mantine/core';
import { useAction } from '../../api/use-action.ts';
import { useRoute } from '../../api/use-route.ts';
import { cursorOf } from '../../app/cursor-trail.ts';
import { useSearchText } from '../../app/use-search.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Panel } from '../../components/panel.tsx';
import { TrailButtons } from '../../components/trail-buttons.tsx';
import { count } from '../../format/number.ts';
import { NoticeList } from './notice-list.tsx';
import { unreadFirst } from './notice-words.ts';
import classes from './notices.module.css';

const pageSize = 50;

/** The inbox: what happened while nobody looked. */
export default function NoticesPage() {
  const [search, change] = useSearchText();
  const onlyUnread = search.show === 'unread';
  const cursor = cursorOf(search.before);
  const notices = useRoute(
    'listNotices',
    {
      query: {
        limit: pageSize,
        ...(onlyUnread ? { unread: 'true' as const } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { keepPrevious: true },
  );
  const read = useAction('readNotices', { refreshes: ['listNotices'] });
  const unread = notices.data?.unread ?? 0;
  const next = notices.data?.next_cursor ?? null;
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
              onChange={(value) => change({ show: value === 'all' ? undefined : value, before: undefined })}
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
      {(search.before !== undefined || next !== null) && (
        <div className={classes.pages}>
          <TrailButtons
            trail={search.before}
            next={next}
            turn={(before) => change({ before })}
            words={['Newest', 'Newer', 'Older']}
          />
          <span className="muted">{count(notices.data?.total ?? 0, 'notice')} in all</span>
        </div>
      )}
    </>
  );
}
