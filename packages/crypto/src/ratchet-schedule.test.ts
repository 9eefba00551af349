/** The ratchet as a state machine: any schedule of sending, loss, reordering, repeats and restarts. */
import { formatHex, LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RandomBytes } from './provider.ts';
import { seal } from './seal.ts';
import type { Session } from './session.ts';
import { decodeSession, encodeSession } from './session-codec.ts';
import { openAt, randomFrom, sessionPair } from './testing/devices.ts';

interface Packet {
  readonly plaintext: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** Which of its sender's chains it belongs to, counted from 0. */
  readonly chain: number;
  opened: boolean;
}

/** One side of a conversation, and what has been sent to it. */
class Side {
  session: Session;
  readonly incoming: Packet[] = [];
  /** Ratchet keys we have sent with, in order. */
  readonly #ourKeys: string[] = [];
  /** The newest chain of the other side that we have opened something of. */
  newestChain = -1;

  constructor(session: Session) {
    this.session = session;
  }

  send(to: Side, random: RandomBytes): void {
    const key = formatHex(this.session.ratchetKey.publicKey);
    if (this.#ourKeys.at(-1) !== key) this.#ourKeys.push(key);
    const plaintext = random(random(1)[0] ?? 0);
    const before = encodeSession(this.session);
    const { next, ciphertext } = seal({ session: this.session, plaintext, random });
    expect(encodeSession(this.session)).toEqual(before);
    this.session = next;
    to.incoming.push({ plaintext, ciphertext, chain: this.#ourKeys.length - 1, opened: false });
  }

  async receive(packet: Packet, random: RandomBytes): Promise<void> {
    const before = encodeSession(this.session);
    const result = await openAt(this.session, packet.ciphertext, random);
    expect(encodeSession(this.session)).toEqual(before);
    const isForgotten = this.newestChain - packet.chain >= LIMITS.MAX_RECEIVING_CHAINS;
    const expected = isForgotten ? 'not-for-us' : packet.opened ? 'duplicate' : 'opened';
    expect(result.kind).toBe(expected);
    if (result.kind !== 'opened') return;
    expect(result.plaintext).toEqual(packet.plaintext);
    packet.opened = true;
    this.newestChain = Math.max(this.newestChain, packet.chain);
    this.session = result.next;
  }

  restart(): void {
    const bytes = encodeSession(this.session);
    this.session = decodeSession(bytes);
    expect(encodeSession(this.session)).toEqual(bytes);
    // What the session was read from may be wiped.
    bytes.fill(0);
  }
}

const step = fc.record({
  side: fc.boolean(),
  action: fc.oneof(
    { weight: 4, arbitrary: fc.constant('send' as const) },
    { weight: 4, arbitrary: fc.constant('receive' as const) },
    { weight: 1, arbitrary: fc.constant('lose' as const) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  ),
  pick: fc.nat(),
});

describe('the ratchet under any schedule', () => {
  test('B4, B5: opens every message that was not lost exactly once, and ends with both sides agreeing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), fc.nat(), async (steps, seed) => {
        const random = randomFrom(seed);
        const pair = await sessionPair(random);
        const [ada, grace] = [new Side(pair.ada), new Side(pair.grace)];
        for (const { side, action, pick } of steps) {
          const [us, them] = side ? [ada, grace] : [grace, ada];
          const packet = us.incoming[pick % Math.max(1, us.incoming.length)];
          if (action === 'send') us.send(them, random);
          else if (action === 'restart') us.restart();
          else if (packet && action === 'receive') await us.receive(packet, random);
          else if (packet) us.incoming.splice(us.incoming.indexOf(packet), 1);
        }
        // Quiesce: what is still on its way arrives, twice, and each side hears from the other.
        for (const side of [ada, grace, ada, grace]) {
          for (const packet of side.incoming) await side.receive(packet, random);
        }
        for (let round = 0; round < 2; round++) {
          for (const [from, to] of [[ada, grace] as const, [grace, ada] as const]) {
            from.send(to, random);
            const last = to.incoming.at(-1);
            if (last) await to.receive(last, random);
          }
        }
        expect(ada.session.rootKey).not.toEqual(grace.session.rootKey);
        // Grace spoke last: Ada has stepped on, and her next header key for Grace is Grace's next one for Ada.
        expect(ada.session.receiving[0]?.headerKey).toEqual(grace.session.sending.headerKey);
        expect(ada.session.receiving[0]?.chainKey).toEqual(grace.session.sending.chainKey);
        expect(ada.session.nextReceivingHeaderKey).toEqual(grace.session.nextSendingHeaderKey);
        expect(ada.session.sending.headerKey).toEqual(grace.session.nextReceivingHeaderKey);
      }),
      { numRuns: 60 },
    );
  });
});
