import { useEffect } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { attentionCount } from '../state/conversations/attention.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';

/**
 * The title of the browser's tab: how many conversations have something new, and never of whom, because browsers keep
 * titles in their history. Shows nothing itself.
 */
export function TabTitle() {
  const { t, number } = useI18n();
  const count = attentionCount(useContacts().entries);
  useEffect(() => {
    document.title = count === 0 ? t('app.name') : `(${number(count)}) ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [count, number, t]);
  return null;
}
