/** What control content of a contact's device asks for or tells (specs/08 §4). Returns changes; commits nothing. */
import type { ContactRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import {
  asMessageId,
  type DeviceId,
  equalBytes,
  formatHex,
  LIMITS,
  type MessageId,
  ReceiptKind,
  SottoError,
} from '@sotto/wire';
import { BoundedMap } from './bounded-map.ts';
import { type Composer, RESEALED_AT_ONCE } from './composer.ts';
import type { ContentFields } from './content/content.ts';
import {
  decodeReceipt,
  decodeResendRequest,
  decodeSessionHint,
  RECEIPT,
  RESEND_REQUEST,
  SESSION_HINT,
  sessionHintContent,
  TYPING,
} from './content/control.ts';
import type { ClientContext } from './context.ts';
import { compareSessions, type DeviceLink, isHonestGeneration, sendingSession } from './device-link.ts';
import type { FollowUps } from './follow-ups.ts';
import type { Ladder } from './ladder.ts';
import type { Opened } from './opener.ts';
import type { Outbox } from './outbox.ts';
import type { Repairs } from './repairs.ts';
import type { Sealed } from './sealer.ts';

const MAX_ROWS_PER_MESSAGE = 64;
const RESEALS_PER_PAUSE = 6;
const RESEAL_PAUSE_MS = 10 * 60_000;
const MAX_REMEMBERED_DEVICES = 1_000;

export interface ControlInput {
  readonly contact: ContactRecord;
  /** With what the same envelope said of the device. */
  readonly link: DeviceLink;
  readonly opened: Extract<Opened, { kind: 'opened' }>;
  readonly viaMailbox: boolean;
  /** Absent: there was none that could be read. */
  readonly content: ContentFields | undefined;
}

export interface ControlAnswer {
  readonly link: DeviceLink;
  readonly changes: readonly StoreChange[];
  readonly sealed: readonly Sealed[];
  announce(): Promise<void>;
}

export class ControlReader {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  readonly #ladder: Ladder;
  readonly #outbox: Outbox;
  readonly #repairs: Repairs;
  readonly #followUps: Pick<FollowUps, 'moreToReseal' | 'isTyping'>;
  /** When rows were last sealed anew, by device. */
  readonly #resealedAtMs = new BoundedMap<string, readonly number[]>(MAX_REMEMBERED_DEVICES);

  constructor(
    context: ClientContext,
    parts: {
      readonly composer: Composer;
      readonly ladder: Ladder;
      readonly outbox: Outbox;
      readonly repairs: Repairs;
      readonly followUps: Pick<FollowUps, 'moreToReseal' | 'isTyping'>;
    },
  ) {
    this.#context = context;
    this.#composer = parts.composer;
    this.#ladder = parts.ladder;
    this.#outbox = parts.outbox;
    this.#repairs = parts.repairs;
    this.#followUps = parts.followUps;
  }

  /** Messages, unknown and malformed control content ask for nothing. */
  async read(input: ControlInput): Promise<ControlAnswer> {
    const answer = await this.#read(input);
    return input.opened.isNewSession ? await this.#withHint(input, answer) : answer;
  }

  async #read(input: ControlInput): Promise<ControlAnswer> {
    const nothing: ControlAnswer = { link: input.link, changes: [], sealed: [], announce: async () => {} };
    try {
      switch (input.content?.type) {
        case RECEIPT:
          return await this.#receipt(input, input.content);
        case RESEND_REQUEST:
          return await this.#resend(input, input.content);
        case SESSION_HINT:
          return this.#hint(input, input.content);
        case TYPING:
          // What lay in a mailbox is not what somebody does now.
          return {
            ...nothing,
            announce: async () => {
              if (!input.viaMailbox) this.#followUps.isTyping(input.contact);
            },
          };
        default:
          return nothing;
      }
    } catch (error) {
      if (error instanceof SottoError && error.kind === 'decode') return nothing;
      throw error;
    }
  }

  async #receipt({ contact, link }: ControlInput, { body }: ContentFields): Promise<ControlAnswer> {
    const { kind, messageIds } = decodeReceipt(body);
    const ids = messageIds.slice(0, LIMITS.MAX_RECEIPT_IDS).map(asMessageId);
    const rows = await Promise.all(ids.map((id) => this.#undelivered(contact, link, id)));
    const step = await this.#ladder.prepare(rows.flat().map((row) => ({ ...row, status: 'delivered' })));
    const read = kind === ReceiptKind.READ ? await this.#ladder.prepareRead(contact.accountId, ids) : undefined;
    return {
      link,
      changes: [...step.changes, ...(read?.changes ?? [])],
      sealed: [],
      announce: async () => {
        await step.announce();
        await read?.announce();
      },
    };
  }

  /** Rows of our message for this very device: nobody else can receipt them (attack C4). */
  async #undelivered(contact: ContactRecord, link: DeviceLink, messageId: MessageId): Promise<OutboxRecord[]> {
    const rows = await this.#context.store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    return rows.filter(
      (row) =>
        row.status !== 'delivered' &&
        equalBytes(row.accountId, contact.accountId) &&
        equalBytes(row.deviceId, link.record.deviceId),
    );
  }

  async #resend(input: ControlInput, { body }: ContentFields): Promise<ControlAnswer> {
    const { contact, link } = input;
    const request = decodeResendRequest(body);
    if (request.sessionLost) return await this.#resealLost(input);
    const rows = await this.#context.store.outbox({
      device: { accountId: contact.accountId, deviceId: link.record.deviceId },
      statuses: ['pending', 'custody', 'expired', 'failed'],
      limit: LIMITS.MAX_OUTBOX_ENVELOPES,
    });
    const wanted = new Set(request.sequences.slice(0, LIMITS.MAX_RESEND_IDS).map(Number));
    const again = rows.filter(({ messageId, sequence }) => messageId !== undefined && wanted.has(sequence));
    const ids = again.map(({ envelopeId }) => envelopeId);
    const changes = this.#outbox.resendChanges(again);
    return { link, changes, sealed: [], announce: async () => this.#outbox.resend(ids) };
  }

  /** The device cannot read what is on its way: it goes out once more, in the session that it asks in. */
  async #resealLost({ contact, link, opened }: ControlInput): Promise<ControlAnswer> {
    const sessionId = opened.session.session.id;
    const { deviceId } = link.record;
    const lost = this.#mayReseal(deviceId) ? await this.#composer.lostRows(link, sessionId) : [];
    const resealed = await this.#composer.reseal(contact, link, { rows: lost.slice(0, RESEALED_AT_ONCE), sessionId });
    return {
      ...resealed,
      announce: async () => {
        this.#outbox.poke();
        if (lost.length > RESEALED_AT_ONCE) this.#followUps.moreToReseal(contact, deviceId, sessionId);
      },
    };
  }

  /** A contact cannot keep us busy with sealing the same again and again. */
  #mayReseal(deviceId: DeviceId): boolean {
    const key = formatHex(deviceId);
    const nowMs = this.#context.clock.monotonicMs();
    const recent = (this.#resealedAtMs.get(key) ?? []).filter((atMs) => nowMs - atMs < RESEAL_PAUSE_MS);
    if (recent.length >= RESEALS_PER_PAUSE) return false;
    this.#resealedAtMs.set(key, [...recent, nowMs]);
    return true;
  }

  #hint({ contact, link }: ControlInput, { body }: ContentFields): ControlAnswer {
    const nowMs = this.#context.clock.nowMs();
    const generation = decodeSessionHint(body);
    const isKnown = (link.sessions[0]?.session.generation ?? 0) >= generation;
    const isNews = !isKnown && isHonestGeneration(generation, nowMs);
    const device = { accountId: contact.accountId, deviceId: link.record.deviceId };
    return {
      link,
      changes: isNews ? this.#repairs.want(device, generation + 1) : [],
      sealed: [],
      announce: async () => {
        if (isNews) this.#repairs.poke();
      },
    };
  }

  /**
   * Whoever starts a session that is not our best one may have lost that one, and would not read what we send with it:
   * they are told its generation, in the session that they do have.
   */
  async #withHint({ contact, opened }: ControlInput, answer: ControlAnswer): Promise<ControlAnswer> {
    const { session } = opened;
    const best = sendingSession(answer.link, this.#context.clock.nowMs());
    const isOurs = best?.session.pendingInitial !== undefined;
    if (best === undefined || isOurs || compareSessions(best.session, session.session) >= 0) return answer;
    // Of one generation, the id decides: the number of the next one asks for a session above both.
    const control = sessionHintContent(Math.max(best.session.generation, session.session.generation + 1));
    const sessionId = session.session.id;
    const hint = await this.#composer.sealControl(contact, answer.link, { control, sessionId });
    if (hint === undefined) return answer;
    return {
      link: hint.link,
      changes: answer.changes,
      sealed: [...answer.sealed, hint],
      announce: async () => {
        await answer.announce();
        this.#outbox.poke();
      },
    };
  }
}
