/** Packets for one session: of the chain it knows, out of order, and of a turn it has not made yet. */
import { type CryptoProvider, open, type RandomBytes, type Session, seal } from '@sotto/crypto';
import { NOW_MS, type SessionPair } from './people.ts';
import { must } from './target.ts';

export interface Conversation {
  /** Opens every one of `packets`. */
  readonly receiver: Session;
  readonly packets: readonly Uint8Array[];
}

/** Grace has heard one message of the chain; what Ada sends next is of the same chain, and of a new one. */
export async function conversation(
  { ada, grace }: SessionPair,
  random: RandomBytes,
  provider: CryptoProvider,
): Promise<Conversation> {
  const step = (session: Session, plaintext: Uint8Array) => seal({ session, plaintext, random, provider });
  const hear = async (session: Session, ciphertext: Uint8Array) => {
    const result = await open({ session, ciphertext, random, nowMs: NOW_MS, provider });
    must(result.kind === 'opened', 'a packet of an honest conversation opens');
    return result.next;
  };
  const skipped = step(ada, Uint8Array.of(1));
  const heard = step(skipped.next, Uint8Array.of(2));
  const receiver = await hear(grace, heard.ciphertext);
  const following = step(heard.next, new Uint8Array(40));
  const ahead = step(step(following.next, Uint8Array.of(3)).next, Uint8Array.of(4));
  // Grace's answer turns Ada's ratchet, so that Ada's next packet starts a chain.
  const answer = step(receiver, Uint8Array.of(5));
  const turned = step(await hear(ahead.next, answer.ciphertext), Uint8Array.of(6));
  return { receiver: answer.next, packets: [skipped, following, ahead, turned].map(({ ciphertext }) => ciphertext) };
}
