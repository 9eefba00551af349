/**
 * What the plaintext of an opened envelope means for contacts, conversations, sequences and the ladder (specs/08).
 *
 * Reads the store and returns changes; commits nothing. The caller holds the lock of the contact.
 */
import { encodeAccountLog, keyDigest } from '@sotto/identity';
import type { ContactRecord, MessageRecord, SeenEnvelopeRecord, StoreChange } from '@sotto/ports';
import {
  type AddressBody,
  asTopic,
  decodeMessage,
  type EnvelopeId,
  LIMITS,
  PlaintextSchema,
  parseMailboxAddress,
  SottoError,
  UsageError,
} from '@sotto/wire';
import { type ContactBook, cleanName, contactId } from './contact-book.ts';
import { accountLogChange } from './contact-keys.ts';
import { type ContentFields, contentHash, decodeContent, deliveryProof } from './content/content.ts';
import { CONTROL_PREFIX } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { ControlReader } from './control-reader.ts';
import { type DeviceLink, linkChanges, withRecord } from './device-link.ts';
import type { Introduced, Opened } from './opener.ts';
import type { Sealed } from './sealer.ts';
import { putNumber, SETTINGS } from './settings.ts';
import { advanceStream } from './stream.ts';

const MAX_REQUESTS = 200;
const EMPTY = new Uint8Array(0);

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

/** What follows from a stored envelope, done later and without the lock. */
export interface FollowUps {
  messageStored(contact: ContactRecord, message: MessageRecord): void;
  contactChanged(contact: ContactRecord): void;
  /** The device should learn our address, or something waits for the one that it has just told. */
  deviceReachable(contact: ContactRecord, deviceId: Introduced['deviceId']): void;
  gapSeen(contact: ContactRecord): void;
  /** The contact's log has grown, as its device says. */
  logOutdated(contact: ContactRecord): void;
  receiptsWaiting(): void;
}

export class Interpreter {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #control: ControlReader;
  readonly #followUps: FollowUps;

  constructor(
    context: ClientContext,
    parts: { readonly contacts: ContactBook; readonly control: ControlReader; readonly followUps: FollowUps },
  ) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#control = parts.control;
    this.#followUps = parts.followUps;
  }

  /** Requests are bounded: a flood of strangers cannot fill the store. */
  acceptsStranger(): boolean {
    return this.#contacts.all().filter(({ status }) => status === 'request').length < MAX_REQUESTS;
  }

  async interpret(input: {
    readonly opened: Extract<Opened, { kind: 'opened' }>;
    readonly introduced: Introduced | undefined;
    readonly contact: ContactRecord | undefined;
    readonly envelopeId: EnvelopeId;
    readonly viaMailbox: boolean;
  }): Promise<Interpretation> {
    const { opened, introduced } = input;
    const plaintext = decodeMessage(PlaintextSchema, opened.plaintext, LIMITS.MAX_PAYLOAD_BYTES);
    const steps: (() => void | Promise<void>)[] = [];
    const changes: StoreChange[] = [];

    const contact = this.#contact(input.contact, introduced, plaintext.address, { changes, steps });
    let link = plaintext.address ? this.#withAddress(opened.link, plaintext.address) : opened.link;
    if (plaintext.address) this.#compareHeads(contact, plaintext.address, steps);
    const reachableNow = link.record.address !== opened.before.record.address;
    const deviceId = link.record.deviceId;
    if (contact.status === 'contact' && (reachableNow || introduced)) {
      steps.push(() => this.#followUps.deviceReachable(contact, deviceId));
    }

    const content = readContent(plaintext.content);
    const givesReceipts = contact.status === 'contact' && this.#context.receipts;
    const sealed: Sealed[] = [];
    let message: MessageRecord | undefined;
    let receipt: SeenEnvelopeRecord['receipt'];
    if (content?.type.startsWith(CONTROL_PREFIX)) {
      changes.push(...linkChanges(opened.before, link));
      const answer = await this.#control.read({ contact, link, session: opened.session, content });
      link = answer.link;
      changes.push(...answer.changes);
      sealed.push(...answer.sealed);
      steps.push(answer.announce);
    } else {
      changes.push(...linkChanges(opened.before, link));
      if (content) {
        message = await this.#message(contact, { content, bytes: plaintext.content, link }, { changes, steps });
        if (givesReceipts) {
          receipt = { accountId: contact.accountId, deviceId, messageId: content.messageId };
          if (input.viaMailbox) {
            changes.push({ kind: 'put-pending-receipt', record: { ...receipt, kind: 'delivered' } });
            steps.push(() => this.#followUps.receiptsWaiting());
          }
        }
      }
    }
    const { envelopeId } = input;
    const proof = { envelopeId, sessionId: opened.session.session.id, content: plaintext.content };
    return {
      link,
      changes,
      sealed,
      deliveryProof: givesReceipts || message === undefined ? deliveryProof(proof) : EMPTY,
      ...(receipt ? { receipt } : {}),
      ...(message ? { message } : {}),
      announce: async () => {
        for (const step of steps) await step();
      },
    };
  }

  /** The contact record after this envelope: a new request, or the known contact with a newer log or name. */
  #contact(
    known: ContactRecord | undefined,
    introduced: Introduced | undefined,
    address: AddressBody | undefined,
    out: { readonly changes: StoreChange[]; readonly steps: (() => void)[] },
  ): ContactRecord {
    const claimedName = address?.name ? cleanName(address.name) : (known?.claimedName ?? '');
    const before = known && this.#contacts.state(known);
    const state = introduced?.state ?? before;
    const logChange = known && state ? accountLogChange(known, before, state) : undefined;
    const base =
      logChange?.record ?? known ?? newRequest(this.#contacts, introduced, claimedName, this.#context.clock.nowMs());
    const record = base.claimedName === claimedName ? base : { ...base, claimedName };
    if (record !== known) {
      out.changes.unshift({ kind: 'put-contact', record });
      out.steps.push(() => {
        this.#contacts.adopt(record, state);
        logChange?.announce(this.#context.events);
        this.#followUps.contactChanged(record);
      });
    }
    return record;
  }

  #withAddress(link: DeviceLink, address: AddressBody): DeviceLink {
    const number = Number(address.number);
    if (number <= (link.record.address?.number ?? 0) || address.mailboxes.length > LIMITS.MAX_MAILBOXES) return link;
    if (address.writeKey.length !== 32 || address.peerId.length > 128) return link;
    if (address.directAddresses.length > 16 || address.directAddresses.some((text) => text.length > 256)) return link;
    return withRecord(link, {
      address: {
        number,
        mailboxes: address.mailboxes.map(parseMailboxAddress),
        topic: asTopic(address.topic),
        writeKey: address.writeKey,
        peerId: address.peerId,
        directAddresses: address.directAddresses,
      },
      seenHead: { sequence: Number(address.yourHeadSequence), hash: address.yourHeadHash },
    });
  }

  /** Contacts tell each other the heads they see, so a directory that shows two versions is found out (specs/01 §6). */
  #compareHeads(contact: ContactRecord, address: AddressBody, steps: (() => void)[]): void {
    const theirs = this.#contacts.head(contact);
    if (address.ourHeadSequence > BigInt(theirs.sequence)) steps.push(() => this.#followUps.logOutdated(contact));
    const ours = { sequence: Number(address.yourHeadSequence), hash: address.yourHeadHash };
    if (!this.#context.own.knowsHead(ours)) {
      steps.push(() => this.#context.events.emit('notice', { contact: contactId(contact), kind: 'log-conflict' }));
    }
  }

  async #message(
    contact: ContactRecord,
    what: { readonly content: ContentFields; readonly bytes: Uint8Array; readonly link: DeviceLink },
    out: { readonly changes: StoreChange[]; readonly steps: (() => void)[] },
  ): Promise<MessageRecord | undefined> {
    const { content, bytes, link } = what;
    const { store, hybridClock, clock } = this.#context;
    const conversation = contact.accountId;
    if (await store.message(conversation, content.messageId)) return undefined;
    const { deviceId } = link.record;
    const before = await store.stream(conversation, deviceId);
    const step = advanceStream(before, {
      conversation,
      deviceId,
      sequence: content.sequence,
      hash: contentHash(bytes),
      previousHash: content.previousHash,
    });
    const message: MessageRecord = {
      conversation,
      messageId: content.messageId,
      direction: 'in',
      senderDevice: deviceId,
      sequence: content.sequence,
      clock: hybridClock.receive(content.clock),
      sentAtMs: content.sentAtMs,
      storedAtMs: clock.nowMs(),
      type: content.type,
      typeVersion: content.typeVersion,
      body: content.body,
      fallback: content.fallback,
      state: 'delivered',
    };
    out.changes.push(
      { kind: 'put-message', record: message },
      { kind: 'put-stream', record: step.stream },
      putNumber(SETTINGS.clock, hybridClock.last),
    );
    out.steps.push(() => {
      this.#followUps.messageStored(contact, message);
      if (step.gap !== 'none') this.#followUps.gapSeen(contact);
      if (step.chain === 'broken')
        this.#context.events.emit('notice', { contact: contactId(contact), kind: 'chain-broken' });
    });
    return message;
  }
}

function newRequest(
  contacts: ContactBook,
  introduced: Introduced | undefined,
  claimedName: string,
  nowMs: number,
): ContactRecord {
  if (introduced === undefined) throw new UsageError('unknown-contact', 'only an introduction may make a request');
  const { state } = introduced;
  return {
    accountId: state.accountId,
    status: 'request',
    name: contacts.freeName(claimedName),
    claimedName,
    accountLog: encodeAccountLog(state),
    acceptedKeys: keyDigest(state),
    addedAtMs: nowMs,
  };
}

/** Content that cannot be read is dropped: the session goes on, and the sender's fault is nobody else's. */
function readContent(bytes: Uint8Array): ContentFields | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return decodeContent(bytes);
  } catch (error) {
    if (error instanceof SottoError) return undefined;
    throw error;
  }
}
