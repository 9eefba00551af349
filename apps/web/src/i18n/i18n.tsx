/** The language of the application for its components: `useI18n()` gives the texts of the one that is chosen. */
import { createContext, type ReactNode, useContext } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components';
import { en } from './en/catalogue.ts';
import { createTranslator, type Translator } from './translator.ts';

const Texts = createContext<Translator>(createTranslator('en', en));

export function I18nProvider({
  translator,
  children,
}: {
  readonly translator: Translator;
  readonly children: ReactNode;
}) {
  return (
    <AriaI18nProvider locale={translator.language}>
      <Texts value={translator}>{children}</Texts>
    </AriaI18nProvider>
  );
}

export function useI18n(): Translator {
  return useContext(Texts);
}
