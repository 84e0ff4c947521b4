import { Switch } from '@mantine/core';
import { ErrorState } from '../../components/error-state.tsx';
import { LoadingState } from '../../components/loading-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { BrowserNotifications } from './browser-notifications.tsx';
import classes from './settings.module.css';
import { usePreferences } from './use-preferences.ts';

const kinds = [
  { key: 'started', label: 'A run started' },
  { key: 'completed', label: 'A run completed or was stopped' },
  { key: 'failed', label: 'A run failed, or went back to the queue' },
  { key: 'below_baseline', label: 'A result is no better than a guess' },
  { key: 'budget', label: 'A budget for language models is half used, nearly used or used up' },
] as const;

/** Which notices one gets, and how. */
export function NoticesPanel() {
  const { asked, change } = usePreferences();
  const now = asked.data;
  return (
    <Panel title="Notices">
      {now === undefined ? (
        asked.isError ? (
          <ErrorState error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <LoadingState rows={5} what="Loading your choices" />
        )
      ) : (
        <div className={classes.switches}>
          {kinds.map(({ key, label }) => (
            <Switch
              key={key}
              label={label}
              checked={now.notices[key]}
              onChange={(event) => change({ notices: { ...now.notices, [key]: event.currentTarget.checked } })}
            />
          ))}
          <BrowserNotifications
            on={now.browser_notifications}
            onChange={(on) => change({ browser_notifications: on })}
          />
          <Switch
            label="Move to the results of a run that I watched, 5 s after it completed"
            checked={now.open_results}
            onChange={(event) => change({ open_results: event.currentTarget.checked })}
          />
        </div>
      )}
    </Panel>
  );
}
