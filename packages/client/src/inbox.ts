/**
 * The inbox: what an envelope means, stored in one transaction, then answered (specs/08 §6; attacks B4, C4, E4, E8).
 *
 * Verify, store, then act: nothing is acknowledged, shown or answered before the transaction that holds it is durable.
 */
import { decodeEnvelope } from '@sotto/crypto';
import type { ContactRecord, MessageRecord, SeenEnvelopeRecord, StoreChange } from '@sotto/ports';
import { type AccountId, asTopic, type DeviceId, type Envelope, type EnvelopeId, formatHex, LIMITS } from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { NAMES_LOCK } from './contact-book.ts';
import type { ClientContext } from './context.ts';
import { type DeviceLink, linkChanges } from './device-link.ts';
import { isEnvelopeFault } from './envelope-fault.ts';
import type { Interpreter } from './interpreter.ts';
import type { NoticeStep } from './notices.ts';
import type { Introduced, Opened, Opener } from './opener.ts';
import type { OwnTopic } from './own-topics.ts';
import { PAYLOAD_INTRODUCTION } from './payload.ts';
import type { Repairs } from './repairs.ts';
import { commitSealed } from './sealed-commit.ts';

/** Longer than any mailbox keeps an envelope. */
const SEEN_MS = 2 * LIMITS.MAX_TTL_SECONDS * 1000;
/** Copies from other mailboxes follow within this time; one answer is enough for all of them. */
const COPIES_MS = 10 * 60_000;
const MAX_REMEMBERED = 1_000;

/** The way an envelope came. A peer waits: `answer` is called as soon as what it sent is stored, before anybody is told. */
export type Arrival =
  | { readonly mailbox: string }
  | { readonly peerId: string; readonly answer?: (stored: InboxResult) => void };

/** What became of an envelope. `stored` includes copies of what is stored already. */
export type InboxResult =
  | {
      readonly kind: 'stored';
      readonly envelopeId: EnvelopeId;
      readonly deliveryProof: Uint8Array;
      readonly message?: MessageRecord;
    }
  | { readonly kind: 'refused'; readonly envelopeId?: EnvelopeId };

interface Job {
  readonly id: EnvelopeId;
  readonly envelope: Envelope;
  readonly ownTopic: OwnTopic;
  readonly arrival: Arrival;
}

/** A job whose sender is named: by the topic, or by what an introduction says. */
interface NamedJob extends Job {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly introduced: Introduced | undefined;
}

type OpenedMessage = Extract<Opened, { kind: 'opened' }>;

export class Inbox {
  readonly #context: ClientContext;
  readonly #opener: Opener;
  readonly #interpreter: Interpreter;
  readonly #repairs: Repairs;
  /** When messages were last put down for a receipt, by message. */
  readonly #receiptedAtMs = new BoundedMap<string, number>(MAX_REMEMBERED);
  /** When envelopes that nothing opens came first. */
  readonly #unreadableAtMs = new BoundedMap<string, number>(MAX_REMEMBERED);

  constructor(
    context: ClientContext,
    parts: { readonly opener: Opener; readonly interpreter: Interpreter; readonly repairs: Repairs },
  ) {
    this.#context = context;
    this.#opener = parts.opener;
    this.#interpreter = parts.interpreter;
    this.#repairs = parts.repairs;
  }

  /**
   * Takes an encoded envelope from a mailbox or a peer. Never throws for what is in it: bad envelopes are refused.
   * @throws {UnavailableError} `storage`, {LimitError} `disk-full` when it could not be stored: it will come again
   */
  async receive(bytes: Uint8Array, arrival: Arrival): Promise<InboxResult> {
    const job = await forgive(async () => this.#job(bytes, arrival));
    if (job === undefined) return { kind: 'refused' };
    const named = await this.#name(job);
    if (named === 'junk') return await this.#drop(job);
    if (named === 'copy') return await this.#copy(job);
    return await this.#context.locks.run(formatHex(named.accountId), () => this.#receive(named));
  }

  #job(bytes: Uint8Array, arrival: Arrival): Job | undefined {
    const { envelope, id } = decodeEnvelope(bytes);
    const ownTopic = this.#context.topics.byTopic(asTopic(envelope.topic));
    return ownTopic && { id, envelope, ownTopic, arrival };
  }

  /** Says whom the envelope claims to be from; cheap for copies, which may come a thousand times (attack A8). */
  async #name(job: Job): Promise<NamedJob | 'junk' | 'copy'> {
    const { peer } = job.ownTopic.record;
    if (isIntroduction(job.envelope) && (await this.#context.store.seenEnvelope(job.id))) return 'copy';
    const introduced = await forgive(() => this.#opener.introduction(job.envelope, job.ownTopic));
    if (introduced === undefined && isIntroduction(job.envelope)) return 'junk';
    const sender = introduced ? { accountId: introduced.state.accountId, deviceId: introduced.deviceId } : peer;
    return sender ? { ...job, ...sender, introduced } : 'junk';
  }

  async #receive(job: NamedJob): Promise<InboxResult> {
    const { contacts, store } = this.#context;
    // While it waited for the lock another copy may have been stored.
    if (await store.seenEnvelope(job.id)) return await this.#copy(job);
    if (!(await this.#isItsPeer(job))) return { kind: 'refused', envelopeId: job.id };
    const contact = contacts.get(job.accountId);
    if (contact === undefined) {
      if (job.introduced === undefined) return await this.#drop(job);
      // Two strangers of one name must not both get it.
      return await this.#context.locks.run(NAMES_LOCK, () => this.#receiveFrom(job, undefined));
    }
    if (contact.status === 'blocked') return await this.#drop(job);
    const { introduced } = job;
    if (introduced === undefined) {
      return contacts.isActiveDevice(contact, job.deviceId)
        ? await this.#receiveFrom(job, contact)
        : await this.#drop(job);
    }
    const atPresent = await forgive(async () => this.#opener.atPresent(introduced, contact));
    if (atPresent === undefined) return await this.#drop(job);
    return await this.#receiveFrom({ ...job, introduced: atPresent }, contact);
  }

  /** `contact` absent: a stranger introduces themselves. */
  async #receiveFrom(job: NamedJob, contact: ContactRecord | undefined): Promise<InboxResult> {
    if (!(await this.#interpreter.hasRoomFor(contact))) return { kind: 'refused', envelopeId: job.id };
    const opened = await forgive(() =>
      job.introduced ? this.#opener.openInitial(job.introduced) : this.#opener.openRatchet(job.envelope, job),
    );
    if (opened === undefined || opened.kind === 'duplicate') return await this.#drop(job);
    if (opened.kind === 'opened') return await this.#store(job, opened, contact);
    if (contact?.status !== 'contact') return await this.#drop(job);
    if (opened.kind === 'unreadable') return await this.#askAgain(job, opened.atLeast);
    return await this.#dontTrust(job, opened);
  }

  /** It is genuine as far as it goes, and does not open. When that cannot be so in one session, a new one is wanted. */
  async #dontTrust(
    job: NamedJob,
    { kind, before, link }: Extract<Opened, { before: DeviceLink }>,
  ): Promise<InboxResult> {
    const changes = linkChanges(before, link);
    const hasDiverged = kind === 'diverged';
    const notice = await this.#suspicion(job, hasDiverged);
    if (hasDiverged) changes.push(...this.#repairs.want(job, 0), ...notice.changes);
    const result = await this.#drop(job, changes);
    this.#context.links.adopt(link);
    notice.announce();
    if (hasDiverged) this.#repairs.poke();
    return result;
  }

  /** The person is told that the session with this device exists twice (attack B7). */
  async #suspicion({ accountId, deviceId }: NamedJob, isSuspected: boolean): Promise<NoticeStep> {
    return await this.#context.notices.prepare(accountId, isSuspected ? [{ kind: 'clone-suspected', deviceId }] : []);
  }

  /** It will not be readable later either: it may go, once it is stored that its sender must be asked for it. */
  async #askAgain(job: NamedJob, atLeast: number): Promise<InboxResult> {
    const key = formatHex(job.id);
    if (isRecent(this.#unreadableAtMs.get(key), this.#context.clock.monotonicMs())) return await this.#drop(job);
    const result = await this.#drop(job, this.#repairs.want(job, atLeast));
    this.#unreadableAtMs.set(key, this.#context.clock.monotonicMs());
    this.#repairs.poke();
    return result;
  }

  async #store(job: NamedJob, opened: OpenedMessage, contact: ContactRecord | undefined): Promise<InboxResult> {
    const { introduced, arrival } = job;
    const viaMailbox = 'mailbox' in arrival;
    const meaning = await forgive(() =>
      this.#interpreter.interpret({ opened, introduced, contact, envelopeId: job.id, viaMailbox }),
    );
    if (meaning === undefined) return await this.#drop(job);
    const { deliveryProof, message, receipt } = meaning;
    const notice = await this.#suspicion(job, opened.isContradictory && contact?.status === 'contact');
    const expiresAtMs = this.#context.clock.nowMs() + SEEN_MS;
    const seen: SeenEnvelopeRecord = {
      envelopeId: job.id,
      expiresAtMs,
      deliveryProof,
      ...(receipt ? { receipt } : {}),
    };
    const changes: StoreChange[] = [
      ...opened.changes,
      ...meaning.changes,
      { kind: 'put-seen-envelope', record: seen },
      ...notice.changes,
      ...mayDelete(job),
    ];
    await commitSealed(this.#context, meaning.sealed, changes);
    this.#context.links.adopt(meaning.link);
    if (viaMailbox) this.#noteReceipt(seen);
    for (const secret of opened.consumed) secret.fill(0);
    const result: InboxResult = { kind: 'stored', envelopeId: job.id, deliveryProof, ...(message ? { message } : {}) };
    if ('peerId' in arrival) arrival.answer?.(result);
    await meaning.announce();
    notice.announce();
    return result;
  }

  /** A direct stream carries the envelopes of the device at its other end and of nobody else (attack C4). */
  async #isItsPeer({ arrival, accountId, deviceId }: Omit<NamedJob, 'introduced'>): Promise<boolean> {
    if ('mailbox' in arrival) return true;
    const { record } = await this.#context.links.load(accountId, deviceId);
    return record.address?.peerId === arrival.peerId;
  }

  /** A copy of what is stored already: the mailbox may delete it, and the sender gets the same answer. */
  async #copy(job: Job): Promise<InboxResult> {
    const seen = await this.#context.store.seenEnvelope(job.id);
    const { peer } = job.ownTopic.record;
    const isAnswered = 'mailbox' in job.arrival || (peer && (await this.#isItsPeer({ ...job, ...peer })));
    if (seen === undefined || !isAnswered) return { kind: 'refused', envelopeId: job.id };
    const isDue = 'mailbox' in job.arrival && this.#isReceiptDue(seen);
    const receipts: StoreChange[] =
      isDue && seen.receipt ? [{ kind: 'put-pending-receipt', record: { ...seen.receipt, kind: 'delivered' } }] : [];
    const changes = [...mayDelete(job), ...receipts];
    // Lost in a power cut, the copy comes again; but not once the mailbox has deleted it, and nobody else knows of the receipt.
    const durability = receipts.length > 0 ? 'full' : 'relaxed';
    if (changes.length > 0) await this.#context.ledger.commit(changes, durability);
    if (isDue) this.#noteReceipt(seen);
    return { kind: 'stored', envelopeId: job.id, deliveryProof: seen.deliveryProof };
  }

  /** The sender may not know yet, and has not been told a moment ago. */
  #isReceiptDue({ receipt }: SeenEnvelopeRecord): boolean {
    if (receipt === undefined) return false;
    return !isRecent(this.#receiptedAtMs.get(formatHex(receipt.messageId)), this.#context.clock.monotonicMs());
  }

  #noteReceipt({ receipt }: SeenEnvelopeRecord): void {
    if (receipt) this.#receiptedAtMs.set(formatHex(receipt.messageId), this.#context.clock.monotonicMs());
  }

  /** Nothing of it can be used: the mailbox may delete it, and nobody is told why. */
  async #drop(job: Job, changes: readonly StoreChange[] = []): Promise<InboxResult> {
    const all = [...changes, ...mayDelete(job)];
    // That it may go is found out again when it comes again; what has to be asked for would not be.
    if (all.length > 0) await this.#context.ledger.commit(all, changes.length > 0 ? 'full' : 'relaxed');
    return { kind: 'refused', envelopeId: job.id };
  }
}

function isRecent(atMs: number | undefined, nowMs: number): boolean {
  return atMs !== undefined && nowMs - atMs < COPIES_MS;
}

/** `undefined` when what came is at fault; every other error is ours. */
async function forgive<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isEnvelopeFault(error)) return undefined;
    throw error;
  }
}

function isIntroduction({ payload }: Envelope): boolean {
  return payload[0] === PAYLOAD_INTRODUCTION;
}

function mayDelete({ id: envelopeId, envelope, arrival }: Job): StoreChange[] {
  if (!('mailbox' in arrival)) return [];
  const topic = asTopic(envelope.topic);
  return [{ kind: 'put-acknowledgement', record: { envelopeId, topic, mailbox: arrival.mailbox } }];
}
