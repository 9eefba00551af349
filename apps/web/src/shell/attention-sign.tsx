import { useI18n } from '../i18n/i18n.tsx';
import { attentionCount } from '../state/conversations/attention.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';

/** So many conversations have something to look at. */
export function AttentionSign() {
  const { t, number } = useI18n();
  const count = attentionCount(useContacts().entries);
  if (count === 0) return null;
  return (
    <span className="places-sign">
      <span aria-hidden="true">{number(count)}</span>
      <span className="visually-hidden">{t('place.chats.unread', { count })}</span>
    </span>
  );
}
