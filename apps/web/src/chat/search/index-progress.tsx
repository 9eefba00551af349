import { useI18n } from '../../i18n/i18n.tsx';
import type { MessageSearch } from './message-search.ts';

/** What was found so far is not everything. */
export function IndexProgress({ search: { status, indexing } }: { readonly search: MessageSearch }) {
  const { t } = useI18n();
  if (status !== 'done' || indexing === undefined) return null;
  const percent = Math.floor((100 * indexing.done) / Math.max(1, indexing.total));
  return <p>{t('search.building', { percent })}</p>;
}
