import { describe, expect, test } from 'vitest';
import { de } from './de/catalogue.ts';
import { en } from './en/catalogue.ts';
import { directionOf, LANGUAGES, loadCatalogue, preferredLanguage } from './language.ts';
import { type Message, type Messages, placeholdersOf } from './message.ts';
import { createTranslator } from './translator.ts';

const original: Messages = en;

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  test('has every message of the original, and no other', async () => {
    expect(Object.keys(await loadCatalogue(language)).sort()).toEqual(Object.keys(original).sort());
  });

  test('has the same names in braces in every message', async () => {
    const catalogue: Messages = await loadCatalogue(language);
    const names = (messages: Messages) =>
      Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, placeholdersOf(message)]));
    expect(names(catalogue)).toEqual(names(original));
  });

  test('has a text for every plural form of its language, and none that is empty', async () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const catalogue: Messages = await loadCatalogue(language);
    for (const [key, message] of Object.entries(catalogue)) {
      for (const text of texts(message)) expect(text.trim(), key).not.toBe('');
      if (typeof message !== 'string') expect(Object.keys(message).sort(), key).toEqual([...forms].sort());
    }
  });
});

test('a translation differs from the original, but for names and codes', () => {
  const messages: Messages = de;
  const same = Object.keys(original).filter((key) => texts(messages[key]).join() === texts(original[key]).join());
  expect(same.length).toBeLessThan(Object.keys(original).length / 10);
});

function texts(message: Message | undefined): readonly string[] {
  if (message === undefined) return [];
  return typeof message === 'string' ? [message] : Object.values(message);
}

describe('a translator', () => {
  const english = createTranslator('en', en);
  const german = createTranslator('de', de);

  test('puts values in their places, numbers as the language writes them', () => {
    expect(english.t('words.text', { count: 1_234 })).toContain('1,234 words');
    expect(german.t('words.text', { count: 1_234 })).toContain('1.234 Wörter');
  });

  test('keeps the direction of a value from reordering the sentence', () => {
    expect(english.t('problem.code', { code: 'refused' })).toBe('Code: refused');
    expect(english.t('problem.code', { code: 'שלום' })).toBe('Code: \u2068שלום\u2069');
  });

  test('does not take the value of one name for the place of another', () => {
    expect(english.t('settings.storage.used', { used: '{quota}', quota: '1 GB' })).toBe('{quota} used of 1 GB');
  });

  test('gives sizes in units of thousand', () => {
    expect([0, 999, 1_500, 2_500_000].map(english.bytes)).toEqual(['0 byte', '999 byte', '1.5 kB', '2.5 MB']);
  });
});

test('the first language of the person that there is, is taken', () => {
  expect(preferredLanguage(['fr-CH', 'de-CH', 'en'])).toBe('de');
  expect(preferredLanguage(['fr'])).toBe('en');
});

test('languages are written in their direction', () => {
  expect(['en', 'de', 'ar', 'he-IL', 'fa'].map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
});
