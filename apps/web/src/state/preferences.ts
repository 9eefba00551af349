/**
 * What the person prefers on this device, kept in local storage: nothing secret, and nothing that the account needs.
 *
 * What is stored there is not believed further than it can be read: anything else is the default.
 */
import { LANGUAGES, type Language, preferredLanguage } from '../i18n/language.ts';
import { type Observable, ObservableValue } from './observable.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly notifications: boolean;
  /** Whether single letters and signs are shortcuts while nothing is being written. */
  readonly singleKeys: boolean;
}

export interface PreferenceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const KEY = 'sotto preferences';

export class PreferenceStore {
  readonly #storage: PreferenceStorage | undefined;
  readonly #value: ObservableValue<Preferences>;

  /** `languages`: of the person, best first. Without storage a change lasts as long as the page. */
  constructor(storage: PreferenceStorage | undefined, languages: readonly string[]) {
    this.#storage = storage;
    this.#value = new ObservableValue(readPreferences(storage, languages));
  }

  get current(): Observable<Preferences> {
    return this.#value;
  }

  change(change: Partial<Preferences>): void {
    const next = { ...this.#value.get(), ...change };
    this.#value.set(next);
    try {
      this.#storage?.setItem(KEY, JSON.stringify(next));
    } catch {
      // Full, or forbidden in this window: it lasts as long as the page.
      return;
    }
  }
}

function readPreferences(storage: PreferenceStorage | undefined, languages: readonly string[]): Preferences {
  const stored = parse(storage);
  return {
    theme: THEMES.find((theme) => theme === stored['theme']) ?? 'system',
    language: LANGUAGES.find((language) => language === stored['language']) ?? preferredLanguage(languages),
    notifications: stored['notifications'] === true,
    singleKeys: stored['singleKeys'] !== false,
  };
}

function parse(storage: PreferenceStorage | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
