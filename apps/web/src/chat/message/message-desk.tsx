/**
 * What is open about a message of a conversation, and what its parts ask for. There is one for all messages: a message
 * may leave the screen meanwhile, and most are never asked about, so what is opened is loaded then.
 */
import type { ContactView, MessageView } from '@sotto/client';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { problemText } from '../../components/problem-text.ts';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import { useSignal } from '../../state/conversations/use-signal.ts';
import { useCopy } from '../text/use-copy.ts';
import { AnchoredPopover } from './anchored-popover.tsx';
import { type MessageCommands, MessageCommandsProvider, type MessageQuestion } from './message-commands.ts';

const MessageMenu = lazy(async () => ({ default: (await import('./message-menu.tsx')).MessageMenu }));
const EmojiPicker = lazy(async () => ({ default: (await import('../emoji/emoji-picker.tsx')).EmojiPicker }));
const RemoveDialog = lazy(async () => ({ default: (await import('./remove-dialog.tsx')).RemoveDialog }));
const InfoDialog = lazy(async () => ({ default: (await import('./info-dialog.tsx')).InfoDialog }));
const VersionsDialog = lazy(async () => ({ default: (await import('./versions-dialog.tsx')).VersionsDialog }));
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));

/** Where messages are written, as far as messages need it. */
export interface WritingPlace {
  reply(message: MessageView): void;
  edit(message: MessageView): void;
}

export interface MessageDeskProps {
  readonly feed: ConversationFeed;
  readonly contact: ContactView;
  readonly writing: { readonly current: WritingPlace | null };
  readonly children: ReactNode;
}

export function MessageDesk({ feed, contact, writing, children }: MessageDeskProps) {
  const i18n = useI18n();
  const client = useClient();
  const copy = useCopy();
  const [asked, setAsked] = useState<MessageQuestion>();
  const [isShowingKeys, setShowingKeys] = useState(false);
  const canSend = contact.status === 'contact' && contact.verification !== 'changed';
  const latest = useRef({ feed, copy, i18n });
  latest.current = { feed, copy, i18n };

  const commands = useMemo<MessageCommands>(() => {
    const fail = (error: unknown) => showToast(problemText(error, latest.current.i18n).title);
    return {
      canSend,
      ask: setAsked,
      showKeys: () => setShowingKeys(true),
      reply: (message) => writing.current?.reply(message),
      edit: (message) => writing.current?.edit(message),
      toggleReaction({ id, reactions }, emoji) {
        const isOurs = reactions.some((reaction) => reaction.emoji === emoji && reaction.isOurs);
        client.react(id, emoji, { remove: isOurs }).catch(fail);
      },
      retry: ({ id }) => void client.retry(id).catch(fail),
      copy: ({ text }) => void latest.current.copy(text),
      jump(id) {
        const { feed: open, i18n: texts } = latest.current;
        void open.goTo(id).then((isHere) => {
          if (!isHere) showToast(texts.t('message.reply.gone'));
        });
      },
    };
  }, [client, canSend, writing]);

  const askedId = asked?.message.id;
  const close = useCallback(() => {
    setAsked(undefined);
    setShowingKeys(false);
    giveFocusBack(askedId);
  }, [askedId]);
  return (
    <MessageCommandsProvider value={commands}>
      {children}
      <Suspense>
        {asked === undefined ? null : (
          <Asked key={asked.kind} question={asked} feed={feed} contact={contact} commands={commands} onClose={close} />
        )}
        {isShowingKeys ? <KeysDialog onClose={close} /> : null}
      </Suspense>
    </MessageCommandsProvider>
  );
}

/** What was opened for a message leaves the keyboard there, unless something else has taken it. */
function giveFocusBack(id: string | undefined): void {
  const wanted = id === undefined ? '[data-message][tabindex="0"]' : `[data-message="${CSS.escape(id)}"]`;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>(wanted)?.focus({ preventScroll: true });
    }),
  );
}

interface AskedProps {
  readonly question: MessageQuestion;
  readonly feed: ConversationFeed;
  readonly contact: ContactView;
  readonly commands: MessageCommands;
  readonly onClose: () => void;
}

function Asked({ question, feed, contact, commands, onClose }: AskedProps) {
  const { t } = useI18n();
  useSignal(feed.signal);
  // What is said about a message is said about it as it is now.
  const message = feed.messages.find(question.message.id) ?? question.message;
  const about = { message, name: contact.name, onClose };
  switch (question.kind) {
    case 'menu':
      return (
        <AnchoredPopover anchor={question.anchor} label={t('message.actions')} onClose={onClose}>
          <MessageMenu message={message} anchor={question.anchor} commands={commands} onClose={onClose} />
        </AnchoredPopover>
      );
    case 'emoji':
      return (
        <AnchoredPopover anchor={question.anchor} label={t('emoji.title')} onClose={onClose}>
          <EmojiPicker
            onChoose={(emoji) => {
              onClose();
              commands.toggleReaction(message, emoji);
            }}
          />
        </AnchoredPopover>
      );
    case 'remove':
      return <RemoveDialog {...about} canSend={commands.canSend} />;
    case 'info':
      return <InfoDialog {...about} />;
    case 'versions':
      return <VersionsDialog {...about} />;
  }
}
