import { Menu } from '@mantine/core';
import { IconBellRinging } from '@tabler/icons-react';
import { useAction } from '../../../api/use-action.ts';
import { useRoute } from '../../../api/use-route.ts';
import { toast } from '../../../components/toast-store.ts';

/** Asks the browser for its leave where it is of use: beside a run that will end some time. */
export function NotifyItem() {
  const preferences = useRoute('getPreferences', {}, { freshMs: 60_000 });
  const save = useAction('putPreferences', {
    refreshes: ['getPreferences'],
    done: 'The browser tells you when a run ends and no page of Trainyard is in view.',
  });
  const chosen = preferences.data;
  if (chosen === undefined || !('Notification' in window)) return null;
  if (chosen.browser_notifications && Notification.permission === 'granted') return null;
  async function ask(): Promise<void> {
    const answer = await Notification.requestPermission();
    if (answer === 'granted') {
      if (chosen !== undefined) save.mutate({ body: { ...chosen, browser_notifications: true } });
      return;
    }
    toast({
      tone: 'warn',
      title: 'The browser does not let this page notify you.',
      lines: ['Allow notifications for this address in the browser’s own settings, then try again.'],
    });
  }
  return (
    <Menu.Item leftSection={<IconBellRinging size={15} aria-hidden />} onClick={() => void ask()}>
      Notify me when it ends
    </Menu.Item>
  );
}
