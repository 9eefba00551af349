import type { ReactNode } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import type { PaneProps } from '../shell/pane-props.ts';
import { goTo } from '../shell/place.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { AddContact } from './add/add-contact.tsx';
import { ADD, YOU } from './contact-items.ts';
import { ContactCard } from './detail/contact-card.tsx';
import { OwnLink } from './own-link.tsx';
import './contacts.css';

/** A contact; the own link; adding somebody; or the last two together where there is room and nothing is open. */
export function ContactsDetail({ item }: PaneProps) {
  const contacts = useContacts();
  if (item === ADD)
    return (
      <Detail>
        <AddContact />
      </Detail>
    );
  if (item === YOU)
    return (
      <Detail>
        <OwnLink />
      </Detail>
    );
  const contact = item === undefined ? undefined : contacts.entry(item)?.contact;
  if (contact !== undefined)
    return (
      <Detail>
        <ContactCard key={contact.id} contact={contact} />
      </Detail>
    );
  return (
    <Detail>
      <OwnLink />
      <AddContact />
    </Detail>
  );
}

function Detail({ children }: { readonly children: ReactNode }) {
  const { t } = useI18n();
  return (
    <div className="contacts-detail">
      <div className="contact-card-back">
        <IconButton icon="back" label={t('action.back')} onPress={() => goTo({ name: 'contacts' })} />
      </div>
      {children}
    </div>
  );
}
