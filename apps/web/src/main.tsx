/** The start of the page. */
import './design/tokens.css';
import './design/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { awaitInstallOffer } from './pwa/install-prompt.ts';
import { registerServiceWorker } from './pwa/registration.ts';
import { followAddress } from './shell/place.ts';
import { ApplicationProvider } from './state/application.ts';
import { takeIncomingLink } from './state/incoming-link.ts';
import { PreferenceStore } from './state/preferences.ts';
import { Session } from './state/session.ts';
import { trustOwnScripts } from './trusted-scripts.ts';

trustOwnScripts();
takeIncomingLink();
followAddress();

const storage = localStorageOrNone();
const preferences = new PreferenceStore(storage, navigator.languages);
const session = new Session({ compose: async () => (await import('./composition.ts')).compose(storage) });
void session.start();
awaitInstallOffer();
void registerServiceWorker();

const root = document.querySelector('#app');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <ApplicationProvider value={{ session, preferences }}>
        <App />
      </ApplicationProvider>
    </StrictMode>,
  );
}

/** Some windows forbid even to look at it. */
function localStorageOrNone(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
