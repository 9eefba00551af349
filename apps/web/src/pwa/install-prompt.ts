/** The browser's offer to install the application, kept until the person asks for it. */
import { ObservableValue } from '../state/observable.ts';

interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Shows the browser's dialogue; `undefined` while there is nothing to install. */
export const installPrompt = new ObservableValue<(() => Promise<void>) | undefined>(undefined);

/** Waits for the offer from now on. */
export function awaitInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt.set(async () => {
      installPrompt.set(undefined);
      await (event as InstallEvent).prompt();
    });
  });
  addEventListener('appinstalled', () => installPrompt.set(undefined));
}
