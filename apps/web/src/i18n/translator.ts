/**
 * Texts, numbers, dates and times of one language.
 *
 * Owns how a message becomes a sentence. Must not know: who reads it. Time zone and calendar are the person's own.
 */
import { isolate } from './isolate.ts';
import type { Catalogue, English, Language, MessageKey } from './language.ts';
import { fill, type Rest } from './message.ts';

export interface Translator {
  readonly language: Language;
  /** The sentence of a key with its values in place. */
  t<Key extends MessageKey>(key: Key, ...rest: Rest<English[Key]>): string;
  number(value: number): string;
  /** `1.2 MB` */
  bytes(value: number): string;
  /** `14:05` */
  time(atMs: number): string;
  /** `21 November 2026` */
  date(atMs: number): string;
  /** `Sat 21 Nov` */
  shortDate(atMs: number): string;
  dateTime(atMs: number): string;
  /** `yesterday`, `in 3 days`: whole units from now. */
  relative(value: number, unit: Intl.RelativeTimeFormatUnit): string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function createTranslator(language: Language, catalogue: Catalogue): Translator {
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const formats = dateFormats(language);
  return {
    language,
    t(key, ...[parameters = {}]) {
      const values: Readonly<Record<string, string | number>> = parameters;
      const message = catalogue[key];
      const text =
        typeof message === 'string'
          ? message
          : (message[plurals.select(Number(values['count'] ?? 0))] ?? message.other);
      return fill(text, (name) => {
        const value = values[name];
        return typeof value === 'number' ? numbers.format(value) : value === undefined ? undefined : isolate(value);
      });
    },
    number: (value) => numbers.format(value),
    bytes(value) {
      const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      const unit = BYTE_UNITS[step] ?? 'byte';
      const format = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: step === 0 ? 0 : 1 } as const;
      return new Intl.NumberFormat(language, format).format(value / 1000 ** step);
    },
    ...formats,
  };
}

function dateFormats(language: Language) {
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' });
  const shortDate = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    time: (atMs: number) => time.format(atMs),
    date: (atMs: number) => date.format(atMs),
    shortDate: (atMs: number) => shortDate.format(atMs),
    dateTime: (atMs: number) => dateTime.format(atMs),
    relative: (value: number, unit: Intl.RelativeTimeFormatUnit) => relative.format(value, unit),
  };
}
