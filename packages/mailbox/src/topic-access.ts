/**
 * Who may do what with a topic (specs/06 §4, §5; attack E5).
 *
 * Unknown topic and wrong key get one answer after the same work: one look-up and one signature check, against a key of
 * nobody when the topic is unknown.
 */
import type { OwnerOperation } from '@sotto/crypto';
import type { RequestContext } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import type { EnvelopeId, Topic } from '@sotto/wire';
import type { FoundTopic, MailboxArchive } from './archive.ts';
import { byteKey } from './byte-key.ts';
import type { Signatures } from './signatures.ts';

/** The owner's visits are noted once a day: a write for each would cost more than it tells. */
const OWNER_NOTE_INTERVAL_MS = 86_400_000;
/** Topics whose write keys are kept at hand for the next deposit. */
const MAX_REMEMBERED = 16_384;

export interface TopicAccessOptions {
  readonly archive: MailboxArchive;
  readonly signatures: Signatures;
  readonly clock: Clock;
  /** An Ed25519 public key whose secret nobody has, 32 bytes. */
  readonly nobodysKey: Uint8Array;
}

export class TopicAccess {
  readonly #options: TopicAccessOptions;
  /** Write keys of topics with a valid deposit, the longest unused first. */
  readonly #writeKeys = new Map<string, Uint8Array>();

  constructor(options: TopicAccessOptions) {
    this.#options = options;
  }

  /** The topic, when `proof` was made by its owner for this stream and operation. */
  async owned(
    { challenge }: RequestContext,
    request: { readonly operation: OwnerOperation; readonly topic: Topic; readonly proof: Uint8Array },
  ): Promise<FoundTopic | undefined> {
    const { archive, signatures, nobodysKey } = this.#options;
    const found = await archive.findTopic(request.topic);
    const readKey = found?.readKey ?? nobodysKey;
    const holds = await signatures.verifyOwner({ ...request, readKey, challenge });
    if (!holds || found === undefined) return undefined;
    this.#noteOwner(found);
    return found;
  }

  /**
   * Whether `signature` was made with the write key of the topic, for this mailbox and envelope. Only a `true` is told
   * from memory: every `false` has been looked up, so that its time does not tell what is remembered.
   */
  async mayDeposit(deposit: {
    readonly topic: Topic;
    readonly envelopeId: EnvelopeId;
    readonly signature: Uint8Array;
  }): Promise<boolean> {
    const { archive, signatures, nobodysKey } = this.#options;
    const key = byteKey(deposit.topic);
    const remembered = this.#writeKeys.get(key);
    if (remembered !== undefined && (await signatures.verifyDeposit({ ...deposit, writeKey: remembered }))) {
      this.#remember(key, remembered);
      return true;
    }
    const found = await archive.findTopic(deposit.topic);
    // The key of a topic never changes: what did not hold a moment ago does not hold now.
    if (remembered !== undefined) return false;
    const holds = await signatures.verifyDeposit({ ...deposit, writeKey: found?.writeKey ?? nobodysKey });
    if (!holds || found === undefined) return false;
    this.#remember(key, found.writeKey);
    return true;
  }

  /** The topic is gone. */
  forget(topic: Topic): void {
    this.#writeKeys.delete(byteKey(topic));
  }

  #remember(key: string, writeKey: Uint8Array): void {
    this.#writeKeys.delete(key);
    this.#writeKeys.set(key, writeKey);
    if (this.#writeKeys.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#writeKeys.keys();
    if (oldest !== undefined) this.#writeKeys.delete(oldest);
  }

  #noteOwner({ topic, ownerSeenMs }: FoundTopic): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - ownerSeenMs < OWNER_NOTE_INTERVAL_MS) return;
    // The next visit notes it as well; a disk that cannot write is reported by the archive.
    this.#options.archive.noteOwner({ topic, nowMs }).catch(() => {});
  }
}
