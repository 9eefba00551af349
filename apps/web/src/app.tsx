/** The whole page: the screen of the phase that the session is in, in the person's language and colours. */
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { ToastRegion } from './components/toast.tsx';
import { I18nProvider } from './i18n/i18n.tsx';
import { directionOf, loadCatalogue } from './i18n/language.ts';
import { createTranslator, type Translator } from './i18n/translator.ts';
import { LostScreen } from './onboarding/lost-screen.tsx';
import { OnboardingScreen } from './onboarding/onboarding-screen.tsx';
import { WordsScreen } from './onboarding/words-screen.tsx';
import { UpdateNotice } from './pwa/update-notice.tsx';
import { ElsewhereScreen } from './shell/elsewhere-screen.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { FailureScreen } from './shell/failure-screen.tsx';
import { OpenAccount } from './shell/open-account.tsx';
import { Starting } from './shell/starting.tsx';
import { useApplication } from './state/application.ts';
import type { Phase } from './state/session.ts';
import { useObservable } from './state/use-observable.ts';
import { UnlockScreen } from './unlock/unlock-screen.tsx';

export function App() {
  const { session } = useApplication();
  const phase = useObservable(session.phase);
  return (
    <Language>
      <ErrorBoundary>
        <Suspense fallback={<Starting />}>
          <Screen phase={phase} />
        </Suspense>
        <UpdateNotice />
        <ToastRegion />
      </ErrorBoundary>
    </Language>
  );
}

function Screen({ phase }: { readonly phase: Phase }) {
  switch (phase.kind) {
    case 'starting':
      return <Starting />;
    case 'elsewhere':
      return <ElsewhereScreen asked={phase.asked} />;
    case 'new':
      return (
        <OnboardingScreen
          status={phase.status}
          replacing={phase.replace && (phase.isReturning ? 'return' : 'create')}
        />
      );
    case 'lost':
      return <LostScreen status={phase.status} />;
    case 'locked':
      return <UnlockScreen status={phase.status} />;
    case 'words':
      return <WordsScreen words={phase.words} />;
    case 'open':
      return <OpenAccount client={phase.client} wordsPending={phase.wordsPending} />;
    case 'failed':
      return <FailureScreen error={phase.error} />;
  }
}

/** Shows nothing until the first catalogue is there; keeps the last one while another is fetched. */
function Language({ children }: { readonly children: ReactNode }) {
  const { preferences } = useApplication();
  const { language, theme } = useObservable(preferences.current);
  const [translator, setTranslator] = useState<Translator>();
  useEffect(() => {
    let isGone = false;
    loadCatalogue(language)
      .then((catalogue) => {
        if (isGone) return;
        document.documentElement.lang = language;
        document.documentElement.dir = directionOf(language);
        setTranslator(createTranslator(language, catalogue));
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return translator === undefined ? null : <I18nProvider translator={translator}>{children}</I18nProvider>;
}
