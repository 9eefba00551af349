/** Why somebody could not come back, and what to do about it. */
import { SottoError, type SottoErrorCode } from '@sotto/wire';
import { Banner } from '../components/banner.tsx';
import { Problem } from '../components/problem.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import type { MessageKey } from '../i18n/language.ts';

/** What means more here than elsewhere. */
const REASONS = {
  'not-found': 'return.problem.not-found',
  unreachable: 'return.problem.unreachable',
  'invalid-argument': 'return.problem.nobody',
  'wrong-recipient': 'return.problem.other-account',
  'too-many': 'return.problem.too-many',
  'log-rollback': 'return.problem.log',
  'log-fork': 'return.problem.log',
  'bad-log': 'return.problem.log',
} as const satisfies Partial<Record<SottoErrorCode, MessageKey>>;

export function ReturnProblem({ error }: { readonly error: unknown }) {
  const { t } = useI18n();
  const reason = error instanceof SottoError ? reasonOf(error.code) : undefined;
  if (reason === undefined) return <Problem error={error} />;
  return (
    <Banner kind="problem" title={t(reason)} isNews>
      {t(`${reason}.hint`)}
    </Banner>
  );
}

function reasonOf(code: SottoErrorCode): (typeof REASONS)[keyof typeof REASONS] | undefined {
  return code in REASONS ? REASONS[code as keyof typeof REASONS] : undefined;
}
