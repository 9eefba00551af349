/** Why something waits or did not work, in words; a code that has none is shown as it is. */
import type { WaitingStatus } from '@sotto/client';
import { failureText as messageFailureText } from '../chat/message/failure-text.ts';
import type { MessageKey } from '../i18n/language.ts';
import type { Translator } from '../i18n/translator.ts';

const FAILURES = {
  unreachable: 'network.failure.unreachable',
  timeout: 'network.failure.timeout',
  aborted: 'network.failure.aborted',
} as const satisfies Readonly<Record<string, MessageKey>>;

export function failureText(code: string, i18n: Translator): string {
  const key = Object.hasOwn(FAILURES, code) ? FAILURES[code as keyof typeof FAILURES] : undefined;
  return key === undefined ? messageFailureText(code, i18n) : i18n.t(key);
}

export function waitText({ reason, failure }: Pick<WaitingStatus, 'reason' | 'failure'>, i18n: Translator): string {
  return failure === undefined ? i18n.t(`network.wait.${reason}`) : failureText(failure, i18n);
}
