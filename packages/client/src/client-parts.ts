/** Builds the parts of a client in the order in which they need each other. */
import type { ClientOptions } from './client-options.ts';
import { Composer } from './composer.ts';
import { ContactBook, contactId } from './contact-book.ts';
import { ContactService } from './contact-service.ts';
import { ContactViews } from './contact-view.ts';
import { ContactWatch } from './contact-watch.ts';
import { ContactWork } from './contact-work.ts';
import { knownTypes } from './content/known-types.ts';
import type { ClientContext } from './context.ts';
import { ControlReader } from './control-reader.ts';
import { ConversationBook } from './conversation/conversation-book.ts';
import { ConversationList } from './conversation/conversation-list.ts';
import { Disappearing } from './conversation/disappearing.ts';
import { FailedEffects } from './conversation/failed-effects.ts';
import { LocalMatters } from './conversation/local-matters.ts';
import { MessageFinder } from './conversation/message-finder.ts';
import { MessageReader } from './conversation/message-reader.ts';
import { MessageSearch } from './conversation/message-search.ts';
import { Placer } from './conversation/placer.ts';
import { Preferences } from './conversation/preferences.ts';
import { Removal } from './conversation/removal.ts';
import { SearchEntries } from './conversation/search-entries.ts';
import { SearchKeeper } from './conversation/search-keeper.ts';
import { Typing } from './conversation/typing.ts';
import { Courier } from './courier.ts';
import { DeviceLinks } from './device-links.ts';
import { Effects } from './effects.ts';
import { EventHub } from './event-hub.ts';
import type { FollowUps } from './follow-ups.ts';
import { Gaps } from './gaps.ts';
import { MailboxHealth } from './health/mailbox-health.ts';
import { OpenEnvelopes } from './health/open-envelopes.ts';
import { Status } from './health/status.ts';
import { HybridClock } from './hybrid-clock.ts';
import { Inbox } from './inbox.ts';
import { Interpreter } from './interpreter.ts';
import { Introducer } from './introducer.ts';
import { KeyFinder } from './key-finder.ts';
import { KeyedLock } from './keyed-lock.ts';
import { Ladder } from './ladder.ts';
import { Ledger } from './ledger.ts';
import { Lifetime } from './lifetime.ts';
import { MessageRetry } from './message-retry.ts';
import { MessageViews } from './message-view.ts';
import { MessagesUnderWay } from './messages-under-way.ts';
import { Notices } from './notices.ts';
import { Opener } from './opener.ts';
import { Outbox } from './outbox.ts';
import { OutboxWatch } from './outbox-watch.ts';
import { OwnAccount } from './own-account.ts';
import { NO_DIRECT_PLACE, OwnAddress } from './own-address.ts';
import { OwnPrekeys } from './own-prekeys.ts';
import { OwnTopics } from './own-topics.ts';
import { Presence } from './presence.ts';
import { Receipts } from './receipts.ts';
import { Repairs } from './repairs.ts';
import { secureRestoredStore } from './restored-store.ts';
import { Sealer } from './sealer.ts';
import { Streams } from './streams.ts';

export interface ClientParts {
  readonly context: ClientContext;
  readonly address: OwnAddress;
  readonly contactService: ContactService;
  readonly contactViews: ContactViews;
  readonly contactWatch: ContactWatch;
  readonly messageViews: MessageViews;
  readonly composer: Composer;
  readonly retry: MessageRetry;
  readonly failedEffects: FailedEffects;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly contactWork: ContactWork;
  readonly inbox: Inbox;
  readonly presence: Presence;
  readonly status: Status;
  readonly finder: MessageFinder;
  readonly reader: MessageReader;
  readonly conversations: ConversationList;
  readonly localMatters: LocalMatters;
  readonly disappearing: Disappearing;
  readonly typing: Typing;
  readonly search: MessageSearch;
  readonly searchKeeper: SearchKeeper | undefined;
}

export async function buildParts(
  options: ClientOptions & { readonly onError: (error: unknown) => void },
): Promise<ClientParts> {
  const context = await buildContext(options);
  const { store, ledger, own } = context;
  const address = await OwnAddress.load({ store, ledger, own });
  const { links, streams, effects, contacts, topics, prekeys, conversations, preferences } = context;
  ledger.remembers(links, streams, effects, contacts, topics, prekeys, address, conversations, preferences);
  ledger.remembers(new OutboxWatch(context));
  await secureRestoredStore(context, address, options.restored ?? false);
  // Before anything is sealed: where this device was last time is told to nobody any more.
  if (preferences.mailboxesOnly) await address.update({ ...NO_DIRECT_PLACE, nowMs: options.clock.nowMs() });

  const contactViews = new ContactViews(context);
  const contactWatch = new ContactWatch(context, contactViews);
  ledger.remembers(contactWatch);
  const messageViews = new MessageViews(context);
  const underWay = new MessagesUnderWay(store);
  const open = new OpenEnvelopes(store);
  ledger.remembers(underWay, open);
  const ladder = new Ladder(context, { messageViews, underWay });
  const courier = new Courier(context);
  const outbox = new Outbox(context, { courier, ladder });
  const composer = new Composer(context, new Sealer(context, address));
  const keyFinder = new KeyFinder(context);
  const introducer = new Introducer(context, { finder: keyFinder, composer });
  const contactService = new ContactService(context, keyFinder);
  const repairs = await Repairs.load(context, { introducer, outbox });
  ledger.remembers(repairs);
  const receipts = new Receipts(context, { composer, outbox });
  const gaps = new Gaps(context, { composer, outbox });
  const contactWork = new ContactWork(context, { introducer, composer, outbox, address });
  const typing = new Typing(context, composer);
  const disappearing = new Disappearing(context);
  const followUps = buildFollowUps(context, {
    typing,
    disappearing,
    contactWatch,
    messageViews,
    composer,
    outbox,
    gaps,
    contactWork,
    deviceReachable: (contact, deviceId) => presence.deviceReachable(contact, deviceId),
    ownHeadSeen: (contact, head) => presence.ownHeadSeen(contact, head),
  });
  const control = new ControlReader(context, { composer, ladder, outbox, repairs, followUps });
  const interpreter = new Interpreter(context, { control, followUps });
  const inbox = new Inbox(context, { opener: new Opener(context), interpreter, repairs });
  const presence: Presence = new Presence(context, {
    address,
    inbox,
    outbox,
    courier,
    receipts,
    gaps,
    repairs,
    contactWork,
    contactWatch,
  });
  const status = new Status(context, {
    open,
    health: context.mailboxHealth,
    skew: outbox.skew,
    storage: options.storage,
    ownerOf: (peerId) => presence.ownerOf(peerId),
  });
  const retry = new MessageRetry(context);
  const finder = new MessageFinder(context);
  const searchKeeper = buildSearchKeeper(context, options, messageViews);
  if (searchKeeper) ledger.remembers(searchKeeper);
  return {
    context,
    address,
    contactService,
    contactViews,
    contactWatch,
    messageViews,
    composer,
    retry,
    failedEffects: new FailedEffects(context, messageViews),
    outbox,
    receipts,
    contactWork,
    inbox,
    presence,
    status,
    finder,
    reader: new MessageReader(context, { messageViews, finder }),
    conversations: new ConversationList(context, { messageViews, typing }),
    localMatters: new LocalMatters(context),
    disappearing,
    typing,
    search: new MessageSearch(context, { messageViews, keeper: searchKeeper }),
    searchKeeper,
  };
}

function buildSearchKeeper(
  { store, lifetime, clock, events, onError }: ClientContext,
  { search: index, restored = false }: Pick<ClientOptions, 'search' | 'restored'>,
  messageViews: MessageViews,
): SearchKeeper | undefined {
  if (index === undefined) return undefined;
  return new SearchKeeper({
    store,
    lifetime,
    clock,
    index,
    entries: new SearchEntries({ store, text: (message) => messageViews.text(message) }),
    restored,
    onProgress: (progress) => events.emit('search-index', progress),
    onError,
  });
}

function buildFollowUps(
  { events, lifetime, store }: ClientContext,
  parts: Pick<
    ClientParts,
    'contactWatch' | 'messageViews' | 'composer' | 'outbox' | 'contactWork' | 'typing' | 'disappearing'
  > &
    Pick<FollowUps, 'deviceReachable' | 'ownHeadSeen'> & { readonly gaps: Gaps },
): FollowUps {
  return {
    deviceReachable: parts.deviceReachable,
    ownHeadSeen: parts.ownHeadSeen,
    isTyping: (contact) => parts.typing.seen(contact),
    messagesChanged: (contact, messageIds) => {
      events.emit('conversation', contactId(contact));
      if (!events.has('message-changed')) return;
      lifetime.run(async () => {
        for (const messageId of messageIds) {
          const message = await store.message(contact.accountId, messageId);
          if (message) events.emit('message-changed', await parts.messageViews.view(message));
        }
      });
    },
    messageStored: (contact, message) => {
      parts.typing.over(contact);
      if (message.expiresAtMs !== undefined) parts.disappearing.poke();
      if (events.has('message')) {
        lifetime.run(async () => events.emit('message', await parts.messageViews.view(message)));
      }
      parts.contactWatch.changed(contact);
    },
    gapSeen: (contact, kind) => {
      parts.gaps.seen(contact);
      events.emit('notice', { contact: contactId(contact), kind });
      parts.contactWatch.changed(contact);
    },
    logOutdated: (contact) => lifetime.run(() => parts.contactWork.logOutdated(contact)),
    moreToReseal: (contact, deviceId, sessionId) =>
      lifetime.run(async () => {
        await parts.composer.resealLost(contact, deviceId, sessionId);
        parts.outbox.poke();
      }),
  };
}

async function buildContext(
  options: ClientOptions & { readonly onError: (error: unknown) => void },
): Promise<ClientContext> {
  const { store, network, clock, random, onError } = options;
  const ledger = new Ledger(store);
  const own = await OwnAccount.load(store);
  const events = new EventHub();
  ledger.onFault((fault) => events.emit('storage-fault', fault));
  const lifetime = new Lifetime(onError);
  const hybridClock = new HybridClock(() => clock.nowMs(), await store.lastClock());
  const types = knownTypes();
  const effects = new Effects(store);
  const removal = new Removal(store);
  const conversations = await ConversationBook.load(store);
  const { receipts = true, typing = true, mailboxesOnly = false } = options;
  return {
    store,
    ledger,
    network,
    clock,
    random,
    own,
    onError,
    events,
    lifetime,
    hybridClock,
    mailboxHealth: new MailboxHealth(clock),
    locks: new KeyedLock(),
    contacts: await ContactBook.load(store),
    links: new DeviceLinks(store),
    streams: new Streams(store),
    effects,
    topics: await OwnTopics.load(store),
    prekeys: await OwnPrekeys.load({ store, ledger, own, random }),
    notices: new Notices({ store, ledger, clock, random, hybridClock, events, lifetime, own }),
    types,
    conversations,
    removal,
    placer: new Placer({ store, effects, types, conversations, removal, clock }),
    preferences: await Preferences.load(store, ledger, { receipts, typing, mailboxesOnly }),
  };
}
