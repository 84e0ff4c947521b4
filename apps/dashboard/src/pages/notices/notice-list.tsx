import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Notice } from '@trainyard/contracts';
import { Badge } from '../../components/status-badge.tsx';
import { Time } from '../../components/time.tsx';
import { kindOf } from './notice-words.ts';
import classes from './notices.module.css';

export interface NoticeListProps {
  items: readonly Notice[];
  onRead: (ids: string[]) => void;
}

export function NoticeList({ items, onRead }: NoticeListProps) {
  return (
    <ul className={classes.list}>
      {items.map((notice) => (
        <Row key={notice.id} notice={notice} onRead={onRead} />
      ))}
    </ul>
  );
}

function Row({ notice, onRead }: { notice: Notice; onRead: (ids: string[]) => void }) {
  const { id, kind, title, message, run, at, read_at } = notice;
  const { tone, word } = kindOf(kind);
  const unread = read_at === null;
  const openedNow = (): void => {
    if (unread) onRead([id]);
  };
  return (
    <li className={classes.notice} data-unread={unread}>
      <div className={classes.line}>
        <Badge tone={tone}>{word}</Badge>
        {run === null ? (
          <bdi className={classes.title}>{title}</bdi>
        ) : (
          <Link to="/runs/$id" params={{ id: String(run.number) }} className={classes.title ?? ''} onClick={openedNow}>
            <bdi>{title}</bdi>
          </Link>
        )}
        {unread && <span className="unseen">unread</span>}
        <span className={classes.at}>
          <Time at={at} />
        </span>
        {unread && (
          <Button variant="subtle" size="compact-xs" aria-label={`Mark as read: ${title}`} onClick={() => onRead([id])}>
            Mark as read
          </Button>
        )}
      </div>
      {message !== '' && (
        <p className={classes.message} dir="auto">
          {message}
        </p>
      )}
    </li>
  );
}
