/** What went wrong, in the person's language. */
import { SottoError, type SottoErrorCode } from '@sotto/wire';
import type { MessageKey } from '../i18n/language.ts';
import type { Translator } from '../i18n/translator.ts';

/** A code without words of its own does not compile. */
type ProblemKey = `problem.${SottoErrorCode}` & MessageKey;
type HintKey = Extract<MessageKey, `problem.${SottoErrorCode}.hint`>;

const HINTED: Readonly<Partial<Record<SottoErrorCode, HintKey>>> = {
  'wrong-passphrase': 'problem.wrong-passphrase.hint',
  'bad-checksum': 'problem.bad-checksum.hint',
  'home-busy': 'problem.home-busy.hint',
  storage: 'problem.storage.hint',
  'disk-full': 'problem.disk-full.hint',
  aborted: 'problem.aborted.hint',
  timeout: 'problem.timeout.hint',
  unreachable: 'problem.unreachable.hint',
  refused: 'problem.refused.hint',
  'key-changed': 'problem.key-changed.hint',
};

export interface ProblemText {
  readonly title: string;
  readonly hint: string | undefined;
  /** `unexpected` for what is not of our own making. */
  readonly code: SottoErrorCode | 'unexpected';
}

export function problemText(error: unknown, { t }: Translator): ProblemText {
  if (!(error instanceof SottoError)) {
    return { title: t('problem.unexpected'), hint: t('problem.unexpected.hint'), code: 'unexpected' };
  }
  const { code } = error;
  const key: ProblemKey = `problem.${code}`;
  const hint = HINTED[code];
  return { title: t(key), hint: hint === undefined ? undefined : t(hint), code };
}
