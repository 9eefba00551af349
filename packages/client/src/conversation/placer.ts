/**
 * Gives a message its place: shown, an effect on another one, waiting for its target, or nothing (specs/11 §1; attack C4).
 *
 * Reads the store and returns changes; commits nothing. The caller holds the lock of the contact. Whatever the order in
 * which messages are placed, the picture of the conversation is the same, as long as no effect had to make room.
 */
import type { Clock, MessageRecord, MessageStore, StoreChange } from '@sotto/ports';
import { formatHex, LIMITS, type MessageId } from '@sotto/wire';
import { type ContentTypes, readBody } from '../content/content-type.ts';
import { DELETION } from '../content/deletion.ts';
import { TIMER } from '../content/timer.ts';
import type { Effects } from '../effects.ts';
import type { ConversationBook } from './conversation-book.ts';
import { judge } from './judgement.ts';
import { byPlace, pictureOf } from './picture.ts';
import { emptied, type Removal } from './removal.ts';

export interface Placed {
  /** As it is stored. */
  readonly message: MessageRecord;
  /** Everything to store, the message included. */
  readonly changes: readonly StoreChange[];
  /** Messages of before that look different now. */
  readonly changed: readonly MessageId[];
  /** Messages that have a place now and had none: this one, or an edit that waited and came too late. */
  readonly shown: readonly MessageRecord[];
}

interface PlacerParts {
  readonly clock: Clock;
  readonly conversations: ConversationBook;
  readonly effects: Pick<Effects, 'on'>;
  readonly store: MessageStore;
  readonly types: ContentTypes;
  readonly removal: Removal;
}

export class Placer {
  readonly #parts: PlacerParts;

  constructor(parts: PlacerParts) {
    this.#parts = parts;
  }

  async place(message: MessageRecord): Promise<Placed> {
    const target = this.#parts.types.target(message);
    const work = new Placing(this.#parts, message.conversation);
    const arrived: MessageRecord = target === undefined ? message : { ...message, target, visibility: 'waiting' };
    work.put(arrived);
    await work.settle(arrived);
    await work.makeRoom();
    return {
      message: work.latest(arrived),
      changes: [...work.changes(), ...this.#conversationChanges(message, target !== undefined)],
      changed: [...work.changed.values()],
      shown: work.shown(),
    };
  }

  #conversationChanges(message: MessageRecord, isEffect: boolean): StoreChange[] {
    const { conversations, clock } = this.#parts;
    const { conversation, direction } = message;
    const timer = readBody(TIMER, message);
    if (timer) return conversations.timerChanges(conversation, { ...message, seconds: timer.seconds });
    return isEffect || direction === 'out' ? [] : conversations.arrivalChanges(conversation, clock.nowMs());
  }
}

/** The records of one conversation with the changes of one placing. */
class Placing {
  readonly #parts: PlacerParts;
  readonly #conversation: MessageRecord['conversation'];
  readonly #records = new Map<string, MessageRecord>();
  readonly #extra: StoreChange[] = [];
  readonly changed = new Map<string, MessageId>();

  constructor(parts: PlacerParts, conversation: MessageRecord['conversation']) {
    this.#parts = parts;
    this.#conversation = conversation;
  }

  put(record: MessageRecord): void {
    this.#records.set(formatHex(record.messageId), record);
  }

  latest(record: MessageRecord): MessageRecord {
    return this.#records.get(formatHex(record.messageId)) ?? record;
  }

  changes(): StoreChange[] {
    return [
      ...this.#extra,
      ...[...this.#records.values()].map((record): StoreChange => ({ kind: 'put-message', record })),
    ];
  }

  shown(): MessageRecord[] {
    return [...this.#records.values()].filter(
      ({ messageId, visibility }) =>
        (visibility === undefined || visibility === 'deleted') && !this.changed.has(formatHex(messageId)),
    );
  }

  /** Settles a message, and then what waited for it. An effect settles once: what is settled does not come here again. */
  async settle(first: MessageRecord): Promise<void> {
    const queue = [first];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const record = this.latest(next);
      if (record.visibility === 'waiting' && !(await this.#judge(record))) continue;
      const dependents = await this.#effectsOn(record.messageId);
      queue.push(...dependents.filter(({ visibility }) => visibility === 'waiting'));
    }
  }

  /** The oldest effects that wait make room for newer ones. */
  async makeRoom(): Promise<void> {
    const isWaiting = ({ visibility }: MessageRecord) => visibility === 'waiting';
    if (![...this.#records.values()].some(isWaiting)) return;
    const stored = await this.#parts.store.waitingEffects(this.#conversation, LIMITS.MAX_WAITING_EFFECTS);
    const waiting = this.#merged(stored).filter(isWaiting).sort(byPlace);
    for (const record of waiting.slice(0, Math.max(0, waiting.length - LIMITS.MAX_WAITING_EFFECTS))) {
      this.put(emptied(record, 'gone'));
    }
  }

  /** Whether it is settled now. */
  async #judge(effect: MessageRecord): Promise<boolean> {
    const { target: targetId, visibility: _, ...rest } = effect;
    const target = targetId && (await this.#find(targetId));
    const judgement = judge(effect, target);
    if (judgement === 'waits') return false;
    if (judgement === 'own-message') this.put(rest);
    else if (judgement === 'void' || target === undefined) this.put(emptied(effect, 'gone'));
    else await this.#apply(effect, target);
    return true;
  }

  async #apply(effect: MessageRecord, target: MessageRecord): Promise<void> {
    this.#touch(target);
    if (effect.type === DELETION.type) {
      await this.#delete(target);
      // One of ours that nobody gets is told at its message.
      const place = effect.direction === 'out' ? { target: target.messageId } : {};
      this.put({ ...emptied(effect, 'gone'), ...place });
      return;
    }
    // It goes when its target goes, and not by itself.
    const { expiresAtMs: _, expiresAfterSeconds: __, ...kept } = effect;
    this.put({ ...kept, visibility: 'effect' });
    const { surplus } = pictureOf(await this.#effectsOn(target.messageId));
    for (const record of surplus) this.put(emptied(record, 'gone'));
  }

  async #delete(target: MessageRecord): Promise<void> {
    this.put(emptied(target, 'deleted'));
    for (const effect of await this.#effectsOn(target.messageId)) {
      if (effect.visibility === 'effect') this.put(emptied(effect, 'gone'));
    }
    this.#extra.push(...(await this.#parts.removal.sendingChanges(target)));
  }

  /** One that has just come has not changed: it is new. */
  #touch({ messageId }: MessageRecord): void {
    const key = formatHex(messageId);
    if (!this.#records.has(key) || this.changed.has(key)) this.changed.set(key, messageId);
  }

  async #find(messageId: MessageId): Promise<MessageRecord | undefined> {
    const known = this.#records.get(formatHex(messageId));
    return known ?? (await this.#parts.store.message(this.#conversation, messageId));
  }

  async #effectsOn(target: MessageId): Promise<MessageRecord[]> {
    const stored = await this.#parts.effects.on(this.#conversation, target);
    const key = formatHex(target);
    return this.#merged(stored).filter((record) => record.target && formatHex(record.target) === key);
  }

  #merged(stored: readonly MessageRecord[]): MessageRecord[] {
    const merged = new Map(stored.map((record) => [formatHex(record.messageId), record]));
    for (const [key, record] of this.#records) merged.set(key, record);
    return [...merged.values()];
  }
}
