/**
 * The languages of the application and where their catalogues are: English with the application, others when they are
 * asked for.
 */
import { en } from './en/catalogue.ts';
import type { TranslationOf } from './message.ts';

export type Catalogue = TranslationOf<typeof en>;
export type MessageKey = keyof typeof en;
export type English = typeof en;

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => en,
  de: async () => (await import('./de/catalogue.ts')).de,
};

export function loadCatalogue(language: Language): Promise<Catalogue> {
  return CATALOGUES[language]();
}

/** The first of the person's languages that there is; else English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** Direction of writing of a language tag. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ps|sd|ug|ur|yi|dv|ckb)\b/.test(language) ? 'rtl' : 'ltr';
}
