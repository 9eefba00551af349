import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';

/** Puts a text on the clipboard and says whether that worked. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useI18n();
  return (text) =>
    navigator.clipboard.writeText(text).then(
      () => showToast(t('action.copied')),
      () => showToast(t('chat.copy-refused')),
    );
}
