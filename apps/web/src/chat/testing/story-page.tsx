/** The open application of one person of a story. */
import '../../design/tokens.css';
import '../../design/base.css';
import type { SottoClient } from '@sotto/client';
import { UnavailableError } from '@sotto/wire';
import { createRoot, type Root } from 'react-dom/client';
import { ToastRegion } from '../../components/toast.tsx';
import { I18nProvider } from '../../i18n/i18n.tsx';
import { type Language, loadCatalogue } from '../../i18n/language.ts';
import { createTranslator } from '../../i18n/translator.ts';
import { AppShell } from '../../shell/app-shell.tsx';
import { followAddress } from '../../shell/place.ts';
import { ApplicationProvider, ClientProvider } from '../../state/application.ts';
import { ContactsProvider } from '../../state/conversations/contacts-context.tsx';
import { PreferenceStore } from '../../state/preferences.ts';
import { Session } from '../../state/session.ts';

let root: Root | undefined;

/** Never started: a story begins with an account that is open. */
const application = {
  session: new Session({
    compose: () => Promise.reject(new UnavailableError('refused', 'a story has no home')),
  }),
  preferences: new PreferenceStore(undefined, ['en']),
};

export async function showPage(client: SottoClient, language: Language): Promise<void> {
  root?.unmount();
  const place = document.querySelector('#app') ?? preparePage();
  const translator = createTranslator(language, await loadCatalogue(language));
  document.documentElement.lang = language;
  root = createRoot(place);
  root.render(
    <ApplicationProvider value={application}>
      <I18nProvider translator={translator}>
        <ClientProvider value={client}>
          <ContactsProvider>
            <AppShell wordsPending={false} />
          </ContactsProvider>
        </ClientProvider>
        <ToastRegion />
      </I18nProvider>
    </ApplicationProvider>,
  );
}

/** What the page of the application has from the start. */
function preparePage(): Element {
  const place = Object.assign(document.createElement('div'), { id: 'app' });
  document.body.append(place);
  document.title = 'Sotto';
  // The component library writes no style element then.
  document.head.append(Object.assign(document.createElement('meta'), { id: 'react-aria-pressable-style' }));
  followAddress();
  return place;
}
