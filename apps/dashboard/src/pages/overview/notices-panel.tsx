import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAction } from '../../api/use-action.ts';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/time.tsx';
import { Answered } from './answered.tsx';
import classes from './overview.module.css';
import { useUnread } from './use-overview.ts';

/** What one has not read yet. */
export function NoticesPanel() {
  const unread = useUnread();
  const read = useAction('readNotices', { refreshes: ['listNotices'] });
  return (
    <Panel
      title="Unread notices"
      note={unread.data === undefined || unread.data.unread === 0 ? undefined : unread.data.unread}
      flush
      actions={
        <>
          {(unread.data?.unread ?? 0) > 0 && (
            <Button variant="subtle" loading={read.isPending} onClick={() => read.mutate({ body: {} })}>
              Mark all as read
            </Button>
          )}
          <Link to="/notices">Inbox</Link>
        </>
      }
    >
      <Answered of={unread} what="notices">
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.quiet}>Nothing unread.</p>
          ) : (
            <ul className={classes.list}>
              {items.map((notice) => (
                <li key={notice.id} className={classes.notice}>
                  <div className={classes.line}>
                    {notice.run === null ? (
                      <bdi>{notice.title}</bdi>
                    ) : (
                      <Link to="/runs/$id" params={{ id: String(notice.run.number) }} className={classes.name ?? ''}>
                        <bdi className="cut">{notice.title}</bdi>
                      </Link>
                    )}
                    <span className="muted">
                      <Time at={notice.at} />
                    </span>
                  </div>
                  {notice.message !== '' && <bdi className={classes.message}>{notice.message}</bdi>}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
