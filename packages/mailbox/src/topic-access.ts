/**
 * Who may do what with a topic (specs/06 §4, §5; attack E5).
 *
 * Unknown topic and wrong key get one answer after the same work: one look-up and one signature check, against a key of
 * nobody when the topic is unknown.
 */
import type { OwnerOperation } from '@sotto/crypto';
import type { RequestContext } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import type { Topic } from '@sotto/wire';
import type { FoundTopic, MailboxArchive } from './archive.ts';
import type { Signatures } from './signatures.ts';

/** The owner's visits are noted once a day: a write for each would cost more than it tells. */
const OWNER_NOTE_INTERVAL_MS = 86_400_000;

export interface TopicAccessOptions {
  readonly archive: MailboxArchive;
  readonly signatures: Signatures;
  readonly clock: Clock;
  /** An Ed25519 public key whose secret nobody has, 32 bytes. */
  readonly nobodysKey: Uint8Array;
}

export class TopicAccess {
  readonly #options: TopicAccessOptions;

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

  /** Whether `proof` was made with the write key of the topic for this stream. An empty one is none, for every topic. */
  async mayDeposit(
    { challenge }: RequestContext,
    { topic, proof }: { readonly topic: Topic; readonly proof: Uint8Array },
  ): Promise<boolean> {
    if (proof.length === 0) return false;
    const { archive, signatures, nobodysKey } = this.#options;
    const found = await archive.findTopic(topic);
    const holds = await signatures.verifyDeposit({ topic, proof, challenge, writeKey: found?.writeKey ?? nobodysKey });
    return holds && found !== undefined;
  }

  #noteOwner({ topic, ownerSeenMs }: FoundTopic): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - ownerSeenMs < OWNER_NOTE_INTERVAL_MS) return;
    // The next visit notes it as well; a disk that cannot write is reported by the archive.
    this.#options.archive.noteOwner({ topic, nowMs }).catch(() => {});
  }
}
