import { Switch } from '@mantine/core';
import { useState } from 'react';
import { mayNotify } from '../../notifications/browser-notification.ts';

/** Asks the browser only when somebody wants it. */
export function BrowserNotifications({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const [permission, setPermission] = useState(mayNotify);
  const words = {
    granted: 'While no page of Trainyard is in view.',
    default: 'While no page of Trainyard is in view. The browser will ask you first.',
    denied: 'This browser was told not to show them. Allow them in its settings for this address.',
    absent: 'This browser cannot show them at this address.',
  };
  async function choose(wanted: boolean): Promise<void> {
    if (!wanted) return onChange(false);
    const answer = permission === 'default' ? await Notification.requestPermission() : permission;
    setPermission(answer);
    onChange(answer === 'granted');
  }
  return (
    <Switch
      label="Notifications of the browser"
      description={words[permission]}
      checked={on && permission === 'granted'}
      disabled={permission === 'absent' || permission === 'denied'}
      onChange={(event) => void choose(event.currentTarget.checked)}
    />
  );
}
