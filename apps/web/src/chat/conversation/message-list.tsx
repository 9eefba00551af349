/**
 * The messages of a conversation: only those in sight are elements, however many there are. Keeps the place where the
 * person reads when older ones come in above or a new one below.
 */
import type { ContactView } from '@sotto/client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { ConversationFeed } from '../../state/conversations/conversation-feed.ts';
import { messageRow, noticesAfter } from '../../state/conversations/conversation-rows.ts';
import { useSignal } from '../../state/conversations/use-signal.ts';
import { useMessageCommands } from '../message/message-commands.ts';
import { NoticeLine } from '../message/notice-line.tsx';
import { Beginning, MessageItem } from './message-item.tsx';
import './message-list.css';
import { useActiveMessage } from './use-active-message.ts';
import { useKeptEnd } from './use-kept-end.ts';
import { useWantedMessage } from './use-wanted-message.ts';

const ESTIMATED_PX = 68;
const OVERSCAN = 6;
/** Older messages are read this many messages before the person reaches them. */
const AHEAD = 40;
/** Closer than this to the end counts as the end. */
const END_PX = 48;

export interface MessageListProps {
  readonly feed: ConversationFeed;
  readonly contact: ContactView;
  /** The person sees the newest message, or does not any more. */
  readonly onEnd: (isSeen: boolean) => void;
  /** Where the keyboard goes on below the newest message. */
  readonly onLeave: () => void;
  /** Set to what moves the keyboard into the list. */
  readonly enter: RefObject<(() => void) | null>;
}

export function MessageList(props: MessageListProps) {
  const { feed } = props;
  useSignal(feed.signal);
  // Elsewhere nothing of what was measured and scrolled holds.
  return <Stretch key={feed.messages.stretch} {...props} />;
}

/** One stretch of the conversation, up to its ends or as far as somebody scrolls. */
function Stretch({ feed, contact, onEnd, onLeave, enter }: MessageListProps) {
  const { t } = useI18n();
  useSignal(feed.signal);
  const { messages } = feed;
  const scroller = useRef<HTMLDivElement>(null);
  // Where the person begins: where they wanted to go, else at the first unread message, else at the newest.
  const firstIndex = useRef(indexOfBeginning(feed)).current;
  const [isAtEnd, setAtEnd] = useState(firstIndex === undefined);
  const wasAttached = useRef(true);
  const virtualizer = useVirtualizer({
    count: messages.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_PX,
    getItemKey: useCallback((index: number) => feed.messages.keyAt(index), [feed]),
    overscan: OVERSCAN,
    initialOffset: (firstIndex ?? messages.count) * ESTIMATED_PX,
    anchorTo: 'end',
    // What is read below a place far away is no news.
    followOnAppend: wasAttached.current && messages.isAttached,
    scrollEndThreshold: END_PX,
    onChange: (instance) => setAtEnd(instance.isAtEnd(END_PX)),
  });
  const items = virtualizer.getVirtualItems();
  const commands = useMessageCommands();
  const active = useActiveMessage({ feed, scroller, virtualizer, onLeave, commands });
  useLayoutEffect(() => {
    enter.current = active.enter;
    return () => {
      enter.current = null;
    };
  });

  // Until the place is settled, what is seen says nothing about where the person reads.
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || messages.count === 0) return;
    isPlaced.current = true;
    if (firstIndex === undefined) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(firstIndex, { align: 'start' });
  });

  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  const leaveEnd = useKeptEnd({ scroller, toEnd: scrollToEnd, endPx: END_PX, isShown: messages.count > 0 });

  const onReached = (index: number) => {
    leaveEnd();
    active.point(index);
  };
  const flashed = useWantedMessage({ feed, virtualizer, onReached });
  useLayoutEffect(() => {
    wasAttached.current = messages.isAttached;
  });

  const start = items[0]?.index ?? 0;
  const end = items.at(-1)?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that came in may not be enough
  useEffect(() => {
    if (!isPlaced.current || items.length === 0) return;
    if (start < AHEAD) void feed.loadOlder();
    if (messages.count - end <= AHEAD) void feed.loadNewer();
    void feed.show(start, end);
  }, [feed, start, end, messages.count]);

  const newest = messages.newest?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new message is seen anew
  useEffect(() => {
    onEnd(isAtEnd && newest !== undefined);
  }, [isAtEnd, newest]);
  const toNewest = () => {
    if (messages.isAttached) virtualizer.scrollToEnd();
    else void feed.goToNewest();
  };

  return (
    <div className="message-frame">
      {messages.count === 0 ? (
        <div className="message-empty">
          <Beginning name={contact.name} />
          <ListEnd feed={feed} contact={contact} />
        </div>
      ) : (
        <div
          ref={scroller}
          className="message-scroll"
          role="feed"
          aria-label={t('chat.messages')}
          onKeyDown={active.onKeyDown as (event: KeyboardEvent) => void}
          onFocus={active.onFocus}
        >
          <div className="message-rows" style={{ blockSize: virtualizer.getTotalSize() }}>
            <div className="message-slice" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
              {items.map(({ key, index }) => (
                <div key={key} data-index={index} ref={virtualizer.measureElement}>
                  <Place
                    feed={feed}
                    index={index}
                    name={contact.name}
                    activeId={active.id}
                    isFlashed={messages.at(index)?.id === flashed}
                  />
                  {messages.isAttached && index === messages.count - 1 ? (
                    <ListEnd feed={feed} contact={contact} />
                  ) : null}
                </div>
              ))}
            </div>
          </div>
        </div>
      )}
      {(isAtEnd && messages.isAttached) || messages.count === 0 ? null : (
        <Button
          className="jump"
          aria-label={
            contact.unread > 0 ? t('chat.jump-newest.unread', { count: contact.unread }) : t('chat.jump-newest')
          }
          onPress={toNewest}
        >
          {contact.unread > 0 ? <span>{contact.unread}</span> : null}
          <Icon name="down" size={18} />
        </Button>
      )}
    </div>
  );
}

function indexOfBeginning({ wanted, firstUnread, messages }: ConversationFeed): number | undefined {
  const beginning = wanted ?? (messages.stretch === 0 ? firstUnread : undefined);
  return beginning && messages.indexWhere(({ id }) => id === beginning.id);
}

function Place({
  feed,
  index,
  name,
  activeId,
  isFlashed,
}: {
  readonly feed: ConversationFeed;
  readonly index: number;
  readonly name: string;
  readonly activeId: string | undefined;
  readonly isFlashed: boolean;
}) {
  const { t } = useI18n();
  const { messages } = feed;
  const message = messages.at(index);
  if (message === undefined) return <div className="message-waiting" role="img" aria-label={t('chat.not-loaded')} />;
  const isBeginning = index === 0 && messages.isComplete;
  const row = messageRow({
    message,
    before: messages.at(index - 1),
    after: messages.at(index + 1),
    isFirst: isBeginning,
    notices: feed.notices,
    firstUnread: feed.firstUnread?.id,
  });
  const isActive = activeId === undefined ? index === messages.count - 1 : activeId === message.id;
  return <MessageItem row={row} name={name} isBeginning={isBeginning} isActive={isActive} isFlashed={isFlashed} />;
}

/** What stands after the newest message: notices, and what is missing. */
function ListEnd({ feed, contact }: { readonly feed: ConversationFeed; readonly contact: ContactView }) {
  const { t } = useI18n();
  return (
    <div className="list-end">
      {noticesAfter(feed.notices, feed.messages.last).map((notice) => (
        <NoticeLine key={notice.id} notice={notice} name={contact.name} />
      ))}
      {contact.missing > 0 ? (
        <p className="gap" title={t('chat.missing.text')}>
          <span className="gap-pulse" aria-hidden="true" />
          {t('chat.missing', { count: contact.missing })}
        </p>
      ) : null}
    </div>
  );
}
