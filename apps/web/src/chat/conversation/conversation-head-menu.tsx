import { useRef, useState } from 'react';
import { IconButton } from '../../components/icon-button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { ConversationMenu } from '../menu/conversation-menu.tsx';

/** What can be done with the conversation that is open. */
export function ConversationHeadMenu({ contact }: { readonly contact: string }) {
  const { t } = useI18n();
  const place = useRef<HTMLSpanElement>(null);
  const [isOpen, setOpen] = useState(false);
  const anchor = place.current?.querySelector('button') ?? undefined;
  return (
    <span ref={place} className="conversation-more">
      <IconButton icon="more" label={t('list.menu.open')} aria-haspopup="menu" onPress={() => setOpen(true)} />
      <ConversationMenu
        open={isOpen && anchor !== undefined ? { contact, anchor } : undefined}
        onClose={() => setOpen(false)}
      />
    </span>
  );
}
