/**
 * The inbox: what an envelope means, stored in one transaction, then answered (specs/08 §6; attacks B4, C4, E4, E8).
 *
 * Verify, store, then act: nothing is acknowledged, shown or answered before the transaction that holds it is durable.
 */
import { decodeEnvelope } from '@sotto/crypto';
import type { ContactRecord, MessageRecord, SeenEnvelopeRecord, StoreChange } from '@sotto/ports';
import { asTopic, type Envelope, type EnvelopeId, formatHex, LIMITS, SottoError } from '@sotto/wire';
import { commitSealed } from './composer.ts';
import type { ContactBook } from './contact-book.ts';
import type { ClientContext } from './context.ts';
import type { Interpretation, Interpreter } from './interpreter.ts';
import type { Introduced, Opened, Opener } from './opener.ts';
import type { OwnTopic } from './own-topics.ts';

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
  /** Absent when it came directly. */
  readonly mailbox: string | undefined;
}

export class Inbox {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #opener: Opener;
  readonly #interpreter: Interpreter;
  readonly #onSessionMissing: (contact: ContactRecord, deviceId: Introduced['deviceId']) => void;

  constructor(
    context: ClientContext,
    parts: {
      readonly contacts: ContactBook;
      readonly opener: Opener;
      readonly interpreter: Interpreter;
      readonly onSessionMissing: (contact: ContactRecord, deviceId: Introduced['deviceId']) => void;
    },
  ) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#opener = parts.opener;
    this.#interpreter = parts.interpreter;
    this.#onSessionMissing = parts.onSessionMissing;
  }

  /**
   * Takes an encoded envelope from a mailbox or a peer. Never throws for what is in it: bad envelopes are refused.
   * @throws {UnavailableError} `storage`, {LimitError} `disk-full` when it could not be stored: it will come again
   */
  async receive(bytes: Uint8Array, mailbox?: string): Promise<InboxResult> {
    const job = this.#job(bytes, mailbox);
    if (job === undefined) return { kind: 'refused' };
    try {
      return await this.#receive(job);
    } catch (error) {
      if (error instanceof SottoError && error.kind !== 'unavailable' && error.code !== 'disk-full') {
        return { kind: 'refused', envelopeId: job.id };
      }
      throw error;
    }
  }

  #job(bytes: Uint8Array, mailbox: string | undefined): Job | undefined {
    try {
      const { envelope, id } = decodeEnvelope(bytes);
      const ownTopic = this.#context.topics.byTopic(asTopic(envelope.topic));
      return ownTopic && { id, envelope, ownTopic, mailbox };
    } catch (error) {
      if (error instanceof SottoError) return undefined;
      throw error;
    }
  }

  async #receive(job: Job): Promise<InboxResult> {
    const seen = await this.#context.store.seenEnvelope(job.id);
    if (seen) return await this.#again(seen, job);
    const introduced = await this.#opener.introduction(job.envelope, job.ownTopic);
    const accountId = introduced?.state.accountId ?? job.ownTopic.record.peer?.accountId;
    if (accountId === undefined) return { kind: 'refused', envelopeId: job.id };
    return await this.#context.locks.run(formatHex(accountId), () => this.#receiveLocked(job, introduced));
  }

  async #receiveLocked(job: Job, introduced: Introduced | undefined): Promise<InboxResult> {
    const seen = await this.#context.store.seenEnvelope(job.id);
    if (seen) return await this.#again(seen, job);
    const { peer } = job.ownTopic.record;
    const accountId = introduced?.state.accountId ?? peer?.accountId;
    const contact = accountId && this.#contacts.get(accountId);
    if (contact?.status === 'blocked' || !(introduced || (peer && contact))) return await this.#drop(job);
    if (contact === undefined && !this.#interpreter.acceptsStranger()) return { kind: 'refused', envelopeId: job.id };

    const opened = introduced
      ? await this.#opener.openInitial(introduced)
      : peer && (await this.#opener.openRatchet(job.envelope, peer));
    if (opened?.kind !== 'opened') {
      if (opened?.kind === 'no-session' && contact && peer) this.#onSessionMissing(contact, peer.deviceId);
      return await this.#drop(job);
    }
    return await this.#store(job, { opened, introduced, contact });
  }

  async #store(
    job: Job,
    what: {
      readonly opened: Extract<Opened, { kind: 'opened' }>;
      readonly introduced: Introduced | undefined;
      readonly contact: ContactRecord | undefined;
    },
  ): Promise<InboxResult> {
    const { opened } = what;
    const meaning: Interpretation = await this.#interpreter.interpret({
      ...what,
      envelopeId: job.id,
      viaMailbox: job.mailbox !== undefined,
    });
    const { deliveryProof, message } = meaning;
    const changes: StoreChange[] = [
      ...opened.changes,
      ...meaning.changes,
      ...this.#remember(job, { deliveryProof, ...(meaning.receipt ? { receipt: meaning.receipt } : {}) }),
    ];
    try {
      await commitSealed(this.#context, meaning.sealed, changes);
    } catch (error) {
      this.#context.links.forget(opened.before.record.accountId, opened.before.record.deviceId);
      throw error;
    }
    this.#context.links.adopt(meaning.link);
    for (const secret of opened.consumed) secret.fill(0);
    await meaning.announce();
    return { kind: 'stored', envelopeId: job.id, deliveryProof, ...(message ? { message } : {}) };
  }

  /** A copy of what is stored already: the mailbox may delete it, and the sender gets the same answer. */
  async #again(seen: SeenEnvelopeRecord, job: Job): Promise<InboxResult> {
    const { mailbox, id, envelope } = job;
    const changes: StoreChange[] = [];
    if (mailbox !== undefined) {
      const topic = asTopic(envelope.topic);
      changes.push({ kind: 'put-acknowledgement', record: { envelopeId: id, topic, mailbox } });
    }
    if (mailbox !== undefined && seen.receipt) {
      changes.push({ kind: 'put-pending-receipt', record: { ...seen.receipt, kind: 'delivered' } });
    }
    if (changes.length > 0) await this.#context.store.commit(changes);
    return { kind: 'stored', envelopeId: id, deliveryProof: seen.deliveryProof };
  }

  /** Nothing of it can be used: not asked for again, no answer that says why. */
  async #drop(job: Job): Promise<InboxResult> {
    await this.#context.store.commit(this.#remember(job, { deliveryProof: new Uint8Array(0) }));
    return { kind: 'refused', envelopeId: job.id };
  }

  #remember(job: Job, answer: Pick<SeenEnvelopeRecord, 'deliveryProof' | 'receipt'>): StoreChange[] {
    const { id: envelopeId, envelope, mailbox } = job;
    // Longer than any mailbox keeps it.
    const expiresAtMs = this.#context.clock.nowMs() + 2 * LIMITS.MAX_TTL_SECONDS * 1000;
    const seen: StoreChange = { kind: 'put-seen-envelope', record: { envelopeId, expiresAtMs, ...answer } };
    if (mailbox === undefined) return [seen];
    return [seen, { kind: 'put-acknowledgement', record: { envelopeId, topic: asTopic(envelope.topic), mailbox } }];
  }
}
