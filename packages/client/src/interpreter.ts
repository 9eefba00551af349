/**
 * What the plaintext of an opened envelope means for contacts, conversations, sequences and the ladder (specs/08).
 *
 * Reads the store and returns changes; commits nothing. The caller holds the lock of the contact.
 */
import { encodeAccountLog, keyDigest } from '@sotto/identity';
import type { ContactRecord, MessageRecord, SeenEnvelopeRecord, StoreChange } from '@sotto/ports';
import { type EnvelopeId, LIMITS, UsageError } from '@sotto/wire';
import { redirected } from './account/redirected.ts';
import { accountLogChange } from './contact-keys.ts';
import { cleanName } from './contact-name.ts';
import { type ContentFields, contentHash, deliveryProof } from './content/content.ts';
import { CONTROL_PREFIX } from './content/control.ts';
import { TIMER } from './content/timer.ts';
import type { ClientContext } from './context.ts';
import type { ControlReader } from './control-reader.ts';
import { type DeviceLink, linkChanges, withRecord } from './device-link.ts';
import type { FollowUps } from './follow-ups.ts';
import type { Introduced, Opened } from './opener.ts';
import type { PeerAddress } from './peer-address.ts';
import { readPlaintext } from './plaintext.ts';
import type { Sealed } from './sealer.ts';
import { advanceStream } from './stream.ts';

const EMPTY = new Uint8Array(0);
/** What nobody looks at disappears too. */
const UNSEEN_MS = 2 * LIMITS.MAX_TTL_SECONDS * 1000;

export interface Interpretation {
  readonly link: DeviceLink;
  readonly changes: readonly StoreChange[];
  /** Answers that were sealed on the way; their changes are committed with the others, after them. */
  readonly sealed: readonly Sealed[];
  readonly deliveryProof: Uint8Array;
  readonly receipt?: SeenEnvelopeRecord['receipt'];
  readonly message?: MessageRecord;
  /** Tells listeners and starts what follows; call once it is stored. */
  announce(): Promise<void>;
}

interface Input {
  readonly opened: Extract<Opened, { kind: 'opened' }>;
  readonly introduced: Introduced | undefined;
  readonly contact: ContactRecord | undefined;
  readonly envelopeId: EnvelopeId;
  readonly viaMailbox: boolean;
}

/** What has been found out so far, in the order in which it is stored and told. */
interface Draft {
  readonly changes: StoreChange[];
  readonly steps: (() => void | Promise<void>)[];
}

export class Interpreter {
  readonly #context: ClientContext;
  readonly #control: ControlReader;
  readonly #followUps: FollowUps;

  constructor(context: ClientContext, parts: { readonly control: ControlReader; readonly followUps: FollowUps }) {
    this.#context = context;
    this.#control = parts.control;
    this.#followUps = parts.followUps;
  }

  /** Requests and what they say are bounded: strangers cannot fill the store. `contact` absent: a new stranger. */
  async hasRoomFor(contact: ContactRecord | undefined): Promise<boolean> {
    const { contacts, store } = this.#context;
    if (contact === undefined) {
      return contacts.all().filter(({ status }) => status === 'request').length < LIMITS.MAX_REQUESTS;
    }
    if (contact.status !== 'request') return true;
    const messages = await store.messages(contact.accountId, { limit: LIMITS.MAX_REQUEST_MESSAGES, which: 'all' });
    return messages.length < LIMITS.MAX_REQUEST_MESSAGES;
  }

  async interpret(input: Input): Promise<Interpretation> {
    const { opened, introduced, viaMailbox, envelopeId } = input;
    const { content, contentBytes, address } = readPlaintext(opened.plaintext);
    const draft: Draft = { changes: [], steps: [] };
    const contact = await this.#contact(input, address, draft);
    const link = address ? withAddress(opened.link, address) : opened.link;
    const isContact = contact.status === 'contact';
    if (isContact && address) this.#compareHeads(contact, address, draft);
    if (isContact && (link.record.address !== opened.before.record.address || introduced)) {
      draft.steps.push(() => this.#followUps.deviceReachable(contact, link.record.deviceId));
    }
    draft.changes.push(...linkChanges(opened.before, link));

    const isMessage = content !== undefined && !content.type.startsWith(CONTROL_PREFIX);
    const message = isMessage ? await this.#message(contact, { content, contentBytes, link }, draft) : undefined;
    const answer = isContact ? await this.#control.read({ contact, link, opened, viaMailbox, content }) : undefined;
    if (answer) {
      draft.changes.push(...answer.changes);
      draft.steps.push(() => answer.announce());
    }
    const isAnswered = isContact && (this.#context.preferences.receipts || !isMessage);
    const receipt =
      isMessage && isAnswered
        ? { accountId: contact.accountId, deviceId: link.record.deviceId, messageId: content.messageId }
        : undefined;
    if (receipt && viaMailbox) {
      draft.changes.push({ kind: 'put-pending-receipt', record: { ...receipt, kind: 'delivered' } });
    }
    const proof = { envelopeId, sessionId: opened.session.session.id, content: contentBytes };
    return {
      link: answer?.link ?? link,
      changes: draft.changes,
      sealed: answer?.sealed ?? [],
      deliveryProof: isAnswered ? deliveryProof(proof) : EMPTY,
      ...(receipt ? { receipt } : {}),
      ...(message ? { message } : {}),
      announce: async () => {
        for (const step of draft.steps) await step();
      },
    };
  }

  /** The contact record after this envelope: a new request, or the known contact with a newer log or name. */
  async #contact(input: Input, address: PeerAddress | undefined, draft: Draft): Promise<ContactRecord> {
    const { contacts, notices, clock } = this.#context;
    const { contact: known, introduced } = input;
    const claimedName = address?.name ? cleanName(address.name) : (known?.claimedName ?? '');
    const before = known && contacts.state(known);
    const state = introduced?.state ?? before;
    const logChange = known && introduced ? accountLogChange(known, before, introduced.state) : undefined;
    const base = logChange?.record ?? known ?? this.#newRequest(introduced, claimedName, clock.nowMs());
    const record = base.claimedName === claimedName ? base : { ...base, claimedName };
    if (record !== known) {
      const told = logChange?.notices ?? [];
      const notice = await notices.prepare(record.accountId, told);
      const others = await redirected(this.#context.store, record, told);
      draft.changes.push({ kind: 'put-contact', record }, ...others, ...notice.changes);
      draft.steps.push(() => {
        contacts.adopt(record, state);
        notice.announce();
      });
    }
    return record;
  }

  #newRequest(introduced: Introduced | undefined, claimedName: string, nowMs: number): ContactRecord {
    if (introduced === undefined) throw new UsageError('unknown-contact', 'only an introduction may make a request');
    const { state } = introduced;
    return {
      accountId: state.accountId,
      status: 'request',
      name: this.#context.contacts.freeName(claimedName),
      claimedName,
      accountLog: encodeAccountLog(state),
      acceptedKeys: keyDigest(state),
      addedAtMs: nowMs,
    };
  }

  /** Contacts tell each other the heads they see, so a directory that shows two versions is found out (specs/01 §6). */
  #compareHeads(contact: ContactRecord, { theirHead, ourHead }: PeerAddress, { steps }: Draft): void {
    const { contacts, own, notices } = this.#context;
    if (theirHead.sequence > contacts.head(contact).sequence) steps.push(() => this.#followUps.logOutdated(contact));
    if (ourHead.sequence > own.state.head.sequence) steps.push(() => this.#followUps.ownHeadSeen(contact, ourHead));
    else if (!own.knowsHead(ourHead)) steps.push(() => notices.raise(contact.accountId, { kind: 'log-conflict' }));
  }

  async #message(
    contact: ContactRecord,
    what: { readonly content: ContentFields; readonly contentBytes: Uint8Array; readonly link: DeviceLink },
    { changes, steps }: Draft,
  ): Promise<MessageRecord | undefined> {
    const { content, contentBytes, link } = what;
    const { store, streams, hybridClock, clock, notices, own } = this.#context;
    const { deviceId } = link.record;
    const conversation = contact.accountId;
    const [known, before] = await Promise.all([
      store.message(conversation, content.messageId),
      streams.find(conversation, deviceId),
    ]);
    if (known) return undefined;
    const { sequence, previousHash } = content;
    const isLate = own.cameBackAtMs > 0;
    const arrival = { conversation, deviceId, sequence, hash: contentHash(contentBytes), previousHash, isLate };
    const { stream, gap, chain } = advanceStream(before, arrival);
    const storedAtMs = clock.nowMs();
    // A change of the timer stays, whatever its sender says: the person must be able to see why messages go.
    const expiresAfterSeconds = content.type === TIMER.type ? undefined : content.expiresAfterSeconds;
    const placed = await this.#context.placer.place({
      conversation,
      messageId: content.messageId,
      direction: 'in',
      senderDevice: deviceId,
      sequence,
      clock: hybridClock.receive(content.clock),
      sentAtMs: content.sentAtMs,
      storedAtMs,
      type: content.type,
      typeVersion: content.typeVersion,
      body: content.body,
      fallback: content.fallback,
      state: 'delivered',
      ...(expiresAfterSeconds === undefined ? {} : { expiresAfterSeconds, expiresAtMs: storedAtMs + UNSEEN_MS }),
    });
    const isBroken = chain === 'broken';
    const broken = await notices.prepare(conversation, isBroken ? [{ kind: 'chain-broken', deviceId }] : []);
    changes.push(...placed.changes, { kind: 'put-stream', record: stream }, ...broken.changes);
    steps.push(() => {
      for (const message of placed.shown) this.#followUps.messageStored(contact, message);
      if (placed.changed.length > 0) this.#followUps.messagesChanged(contact, placed.changed);
      if (gap !== 'none') this.#followUps.gapSeen(contact, stream.missing.length > 0 ? 'gap' : 'gap-closed');
      broken.announce();
    });
    return placed.shown[0];
  }
}

/** The larger number replaces the smaller, and nothing else does. */
function withAddress(link: DeviceLink, { record, ourHead }: PeerAddress): DeviceLink {
  if (record.number <= (link.record.address?.number ?? 0)) return link;
  return withRecord(link, { address: record, seenHead: ourHead });
}
