import { useI18n } from '../i18n/i18n.tsx';
import { Banner } from './banner.tsx';
import { problemText } from './problem-text.ts';

/** What an action threw, if it threw anything, read out when it appears. */
export function Problem({ error }: { readonly error: unknown }) {
  const i18n = useI18n();
  if (error === undefined) return null;
  const { title, hint } = problemText(error, i18n);
  return (
    <Banner kind="problem" title={title} isNews>
      {hint}
    </Banner>
  );
}
