import type { HomeStatus } from 'sotto';
import { Banner } from '../components/banner.tsx';
import { useI18n } from '../i18n/i18n.tsx';

/** Says so where a window keeps nothing. */
export function MemoryNotice({ status }: { readonly status: HomeStatus }) {
  const { t } = useI18n();
  if (status.medium === 'disk') return null;
  return (
    <Banner kind="warning" title={t('memory.title')}>
      {t('memory.text')}
    </Banner>
  );
}
