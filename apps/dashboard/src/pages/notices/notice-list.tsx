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

/** The button goes away with what it did: whoever works by keyboard goes on at the next one, or at the list's end. */
function keepFocus(button: HTMLElement): void {
  const all = [...(button.closest('ul')?.querySelectorAll<HTMLElement>('[data-read]') ?? [])];
  const at = all.indexOf(button);
  const next = all[at + 1] ?? all[at - 1] ?? document.querySelector<HTMLElement>('main h1');
  next?.focus();
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
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`Mark as read: ${title}`}
            data-read
            onClick={(event) => {
              keepFocus(event.currentTarget);
              onRead([id]);
            }}
          >
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
