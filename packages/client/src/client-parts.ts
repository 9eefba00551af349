/** Builds the parts of a client in the order in which they need each other. */
import type { ContactRecord } from '@sotto/ports';
import type { ClientOptions } from './client-options.ts';
import { Composer } from './composer.ts';
import { ContactBook } from './contact-book.ts';
import { ContactService } from './contact-service.ts';
import { ContactViews } from './contact-view.ts';
import { ContentTypes } from './content/content-type.ts';
import { TEXT } from './content/text.ts';
import type { ClientContext } from './context.ts';
import { ControlReader } from './control-reader.ts';
import { Courier } from './courier.ts';
import { DeviceLinks } from './device-link.ts';
import { EventHub } from './event-hub.ts';
import { Gaps } from './gaps.ts';
import { HybridClock } from './hybrid-clock.ts';
import { Inbox } from './inbox.ts';
import { type FollowUps, Interpreter } from './interpreter.ts';
import { Introducer } from './introducer.ts';
import { KeyFinder } from './key-finder.ts';
import { KeyedLock } from './keyed-lock.ts';
import { Ladder } from './ladder.ts';
import { MessageViews } from './message-view.ts';
import { Opener } from './opener.ts';
import { Outbox } from './outbox.ts';
import { OwnAccount } from './own-account.ts';
import { OwnAddress } from './own-address.ts';
import { OwnPrekeys } from './own-prekeys.ts';
import { OwnTopics } from './own-topics.ts';
import { Presence } from './presence.ts';
import { Publisher } from './publisher.ts';
import { Receipts } from './receipts.ts';
import { Repairs } from './repairs.ts';
import { Sealer } from './sealer.ts';
import { putNumber, readNumber, SETTINGS } from './settings.ts';

export interface ClientParts {
  readonly context: ClientContext;
  readonly contacts: ContactBook;
  readonly contactService: ContactService;
  readonly contactViews: ContactViews;
  readonly messageViews: MessageViews;
  readonly composer: Composer;
  readonly outbox: Outbox;
  readonly receipts: Receipts;
  readonly presence: Presence;
}

export async function buildParts(
  options: ClientOptions & { readonly onError: (error: unknown) => void },
): Promise<ClientParts> {
  const { network, clock, onError } = options;
  const context = await buildContext(options);
  const { store, own } = context;
  const contacts = await ContactBook.load(store);
  const address = await OwnAddress.load(store, own);
  const contactViews = new ContactViews(context, contacts);
  const messageViews = new MessageViews(context);
  const ladder = new Ladder(context, messageViews);
  const courier = new Courier(network, clock);
  const outbox = new Outbox(context, { courier, ladder, onError });
  const composer = new Composer(context, { contacts, sealer: new Sealer(context, address) });
  const finder = new KeyFinder(context);
  const introducer = new Introducer(context, { contacts, finder, composer });
  const contactService = new ContactService(context, { contacts, finder });
  const repairs = new Repairs(context, { introducer, outbox, onError });
  const receipts = new Receipts(context, { contacts, composer, outbox, onError });
  const gaps = new Gaps(context, { contacts, composer, outbox, onError });
  const control = new ControlReader(context, {
    composer,
    ladder,
    outbox,
    onSessionHint: (contact, deviceId, generation) => repairs.sessionHint(contact, deviceId, generation),
  });

  const contactChanged = async (contact: ContactRecord) => {
    if (context.events.has('contact')) context.events.emit('contact', await contactViews.view(contact));
  };
  const followUps: FollowUps = {
    messageStored: (contact, message) => {
      void messageViews.view(message).then((view) => context.events.emit('message', view), onError);
      void contactChanged(contact).catch(onError);
    },
    contactChanged: (contact) => void contactChanged(contact).catch(onError),
    deviceReachable: (contact, deviceId) => presence.deviceReachable(contact, deviceId),
    gapSeen: (contact) => {
      gaps.seen(contact);
      void contactChanged(contact).catch(onError);
    },
    logOutdated: (contact) => presence.logOutdated(contact),
    receiptsWaiting: () => receipts.poke(),
  };
  const interpreter = new Interpreter(context, { contacts, control, followUps });
  const inbox = new Inbox(context, {
    contacts,
    opener: new Opener(context, contacts),
    interpreter,
    onSessionMissing: (contact, deviceId) => repairs.sessionMissing(contact, deviceId),
  });
  const presence: Presence = new Presence(context, {
    contacts,
    contactService,
    address,
    inbox,
    outbox,
    courier,
    receipts,
    gaps,
    repairs,
    introducer,
    composer,
    publisher: new Publisher(context),
    onError,
  });
  return { context, contacts, contactService, contactViews, messageViews, composer, outbox, receipts, presence };
}

async function buildContext(options: ClientOptions): Promise<ClientContext> {
  const { store, network, clock, random } = options;
  const own = await OwnAccount.load(store);
  if (options.restored) await store.commit([putNumber(SETTINGS.staleSessionsUpTo, clock.nowMs())]);
  return {
    store,
    network,
    clock,
    random,
    own,
    events: new EventHub(),
    locks: new KeyedLock(),
    links: new DeviceLinks(store),
    topics: await OwnTopics.load(store),
    prekeys: await OwnPrekeys.load({ store, own, random }),
    hybridClock: new HybridClock(() => clock.nowMs(), await readNumber(store, SETTINGS.clock)),
    types: new ContentTypes().register(TEXT),
    staleSessionsUpToMs: await readNumber(store, SETTINGS.staleSessionsUpTo),
    receipts: options.receipts ?? true,
  };
}
