/**
 * Notifications while a tab is open. They say that there is something, and nothing of whom or what: they are shown over
 * locked screens and kept by the system.
 */
export type NotificationState = NotificationPermission | 'none';

const TAG = 'sotto message';
const ICON = '/icons/app-192.png';

export function notificationState(): NotificationState {
  return 'Notification' in globalThis ? Notification.permission : 'none';
}

/** Asks the person. Only after a press. */
export async function askForNotifications(): Promise<NotificationState> {
  return 'Notification' in globalThis ? await Notification.requestPermission() : 'none';
}

/** Shows one, in place of the one before it, when nobody is looking at the page. */
export async function notify(title: string): Promise<void> {
  if (notificationState() !== 'granted' || document.visibilityState === 'visible') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  const options = { tag: TAG, icon: ICON, badge: ICON };
  if (registration === undefined) new Notification(title, options);
  else await registration.showNotification(title, options);
}
