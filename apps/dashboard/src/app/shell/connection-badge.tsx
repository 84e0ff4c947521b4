import { useNow } from '../../components/now.ts';
import { Badge } from '../../components/status-badge.tsx';
import { formatDuration } from '../../format/duration.ts';
import { useConnection } from '../../live/use-connection.ts';
import classes from './connection-badge.module.css';

/** Whether what is on the screen is what is. Silent while all is well. */
export function ConnectionBadge() {
  const connection = useConnection();
  const now = useNow();
  const lost = connection.status === 'lost';
  const text = lost
    ? `No connection for ${formatDuration(Math.max(0, Math.round((now - connection.since) / 1000)))}`
    : '';
  return (
    <>
      <span className={classes.place} data-status={connection.status}>
        {lost && <Badge tone="bad">{text}</Badge>}
        {connection.status === 'live' && (
          <span className={classes.live}>
            <span className={classes.dot} aria-hidden />
            Live
          </span>
        )}
      </span>
      <span className="unseen" role="status">
        {lost ? 'The connection to the server is lost. Trying again.' : ''}
      </span>
    </>
  );
}
