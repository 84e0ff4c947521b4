import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { bellText } from '../../notifications/fresh-notices.ts';
import { useNoticeWatch } from '../../notifications/use-notice-watch.ts';
import classes from './notices-bell.module.css';

/** The way to the inbox, with how much of it is unread. */
export function NoticesBell() {
  const unread = useNoticeWatch();
  return (
    <ActionIcon
      component={Link}
      to="/notices"
      className={classes.bell ?? ''}
      aria-label={unread === 0 ? 'Notices' : `Notices, ${bellText(unread)} unread`}
    >
      <IconBell size={18} aria-hidden />
      {unread > 0 && (
        <span className={classes.count} aria-hidden>
          {bellText(unread)}
        </span>
      )}
    </ActionIcon>
  );
}
