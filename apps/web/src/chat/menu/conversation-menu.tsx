/**
 * What can be done with a conversation as a whole: the menu, what its entries do, and the questions that some of them ask.
 * The same in the list and in the head of an open conversation.
 */
import { useState } from 'react';
import { ContextMenu } from '../../components/context-menu.tsx';
import { problemText } from '../../components/problem-text.ts';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo, place } from '../../shell/place.ts';
import { useClient } from '../../state/application.ts';
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { useContacts } from '../../state/conversations/contacts-context.tsx';
import { wish } from '../../state/conversations/conversation-wish.ts';
import { actionsOf, type ConversationAction } from './conversation-action.ts';
import { ConversationDialog, type ConversationDialogName } from './conversation-dialog.tsx';

/** Whose menu is open, and beside what. */
export interface OpenMenu {
  readonly contact: string;
  readonly anchor: Element;
}

export interface ConversationMenuProps {
  readonly open: OpenMenu | undefined;
  readonly onClose: () => void;
}

const ICONS = {
  pin: 'pin',
  unpin: 'pin',
  mute: 'mute',
  unmute: 'mute',
  archive: 'archive',
  unarchive: 'archive',
  'mark-unread': 'unread',
  search: 'search',
  date: 'calendar',
  timer: 'timer',
  export: 'export',
  details: 'contacts',
  block: 'block',
} as const;

export function ConversationMenu({ open, onClose }: ConversationMenuProps) {
  const { t } = useI18n();
  const contacts = useContacts();
  const [asked, setAsked] = useState<{ readonly contact: string; readonly name: ConversationDialogName }>();
  const run = useConversationActions((contact, name) => setAsked({ contact, name }));
  const entry = open && contacts.entry(open.contact);
  const about = asked && contacts.entry(asked.contact);
  return (
    <>
      {open === undefined || entry === undefined ? null : (
        <ContextMenu
          label={t('list.menu', { name: entry.contact.name })}
          anchor={open.anchor}
          onClose={onClose}
          entries={actionsOf(entry).flatMap((group, number) =>
            group.map((action, position) => ({
              id: action,
              text: t(`conversation.${action}`),
              icon: ICONS[action],
              isDangerous: action === 'block',
              startsGroup: number > 0 && position === 0,
              onChoose: () => run(action, entry),
            })),
          )}
        />
      )}
      {asked === undefined || about === undefined ? null : (
        <ConversationDialog name={asked.name} {...about} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

type AskDialog = (contact: string, name: ConversationDialogName) => void;

function useConversationActions(ask: AskDialog): (action: ConversationAction, entry: ContactEntry) => void {
  const i18n = useI18n();
  const client = useClient();
  const { t } = i18n;
  return (action, { contact: { id } }) => {
    const say = (work: Promise<void>, done?: string) => {
      work.then(
        () => {
          if (done !== undefined) showToast(done);
        },
        (error: unknown) => showToast(problemText(error, i18n).title),
      );
    };
    switch (action) {
      case 'pin':
        return say(client.pin(id, true));
      case 'unpin':
        return say(client.pin(id, false));
      case 'unmute':
        return say(client.mute(id, 0));
      case 'archive':
        return say(client.archive(id, true), t('conversation.archived'));
      case 'unarchive':
        return say(client.archive(id, false), t('conversation.unarchived'));
      case 'mark-unread':
        // Whoever goes on looking at it reads it.
        if (place.get().item === id) goTo({ name: 'chats' });
        return say(client.markUnread(id));
      case 'search':
        goTo({ name: 'chats', item: id });
        return wish({ contact: id, kind: 'search' });
      case 'details':
        return goTo({ name: 'contacts', item: id });
      default:
        return ask(id, action);
    }
  };
}
