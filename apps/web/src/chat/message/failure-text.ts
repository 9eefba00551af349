/** Why a message failed, in words: the client says it with the code of an error. */
import type { MessageKey } from '../../i18n/language.ts';
import type { Translator } from '../../i18n/translator.ts';

const REASONS = {
  'too-large': 'problem.too-large',
  'admission-needed': 'problem.admission-needed',
  refused: 'problem.refused',
  quota: 'problem.quota',
  expired: 'problem.expired',
  'unknown-topic-or-key': 'problem.unknown-topic-or-key',
  'no-device': 'problem.no-device',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** A code that has no words is shown as it is. */
export function failureText(code: string, { t }: Translator): string {
  const key = Object.hasOwn(REASONS, code) ? REASONS[code as keyof typeof REASONS] : undefined;
  return key === undefined ? code : t(key);
}
