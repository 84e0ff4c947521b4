export type MayNotify = 'granted' | 'default' | 'denied' | 'absent';

/** Whether this browser shows notifications of this page; `absent` also where the address is not safe enough for it. */
export function mayNotify(): MayNotify {
  return typeof Notification === 'undefined' ? 'absent' : Notification.permission;
}

/** Shows one outside the page; a click brings the page back. Several tabs with the same `tag` show it once. */
export function showNotification(given: { title: string; body: string; tag: string; open: () => void }): void {
  if (mayNotify() !== 'granted') return;
  try {
    const shown = new Notification(given.title, { body: given.body, tag: given.tag });
    shown.onclick = () => {
      window.focus();
      given.open();
      shown.close();
    };
  } catch {
    // Some telephones have the class and refuse to make one; the inbox has the notice all the same.
  }
}
