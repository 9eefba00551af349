import { describe, expect, test } from 'vitest';
import { tracePacket } from './packet-trace.ts';
import { HEADER_BYTES } from './ratchet-header.ts';
import { seal } from './seal.ts';
import type { Session } from './session.ts';
import { openAt, openOrFail, randomFrom, sessionPair } from './testing/devices.ts';
import { turns } from './testing/ratchet-expectations.ts';

const random = randomFrom('packet traces');
/** Version, salt and commitment, then the sealed header. */
const PACKET_HEADER_END = 49 + HEADER_BYTES;

function sealOne(session: Session, byte = 1) {
  return seal({ session, plaintext: Uint8Array.of(byte), random });
}

describe('the trace of a packet', () => {
  test('is the same before and after it was opened, and in every copy', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertext } = sealOne(ada);
    const before = tracePacket({ session: grace, ciphertext });
    const opened = await openOrFail(grace, ciphertext, random);
    expect(before).toMatchObject({ isContradictory: false });
    expect(tracePacket({ session: opened.next, ciphertext: Uint8Array.from(ciphertext) })).toEqual(before);
  });

  test('differs in its position from message to message and from chain to chain', async () => {
    const pair = await turns(await sessionPair(random), 2, random);
    const [first, second] = [sealOne(pair.ada), sealOne(sealOne(pair.ada).next)];
    const later = await turns(pair, 1, random);
    const third = sealOne(later.ada);
    const positions = [
      tracePacket({ session: pair.grace, ciphertext: first.ciphertext }),
      tracePacket({ session: pair.grace, ciphertext: second.ciphertext }),
      tracePacket({ session: later.grace, ciphertext: third.ciphertext }),
    ].map((trace) => trace?.position.join());
    expect(new Set(positions).size).toBe(3);
    expect(positions).not.toContain(undefined);
  });

  test('B7: of two messages under one key has one position and two salts', async () => {
    const { ada, grace } = await sessionPair(random);
    const [one, other] = [sealOne(ada, 1), sealOne(ada, 2)];
    const opened = await openOrFail(grace, one.ciphertext, random);
    expect(await openAt(opened.next, other.ciphertext, random)).toEqual({ kind: 'duplicate' });
    const [first, second] = [one, other].map(({ ciphertext }) => tracePacket({ session: opened.next, ciphertext }));
    expect(second?.position).toEqual(first?.position);
    expect(second?.salt).not.toEqual(first?.salt);
  });

  test('B7: nobody without the header key can give a packet another one', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertext } = sealOne(ada);
    const before = tracePacket({ session: grace, ciphertext });
    for (let at = 0; at < ciphertext.length; at++) {
      const changed = Uint8Array.from(ciphertext);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(tracePacket({ session: grace, ciphertext: changed })).toEqual(at < PACKET_HEADER_END ? undefined : before);
    }
    const stranger = await sessionPair(random);
    expect(tracePacket({ session: stranger.grace, ciphertext })).toBeUndefined();
    expect(tracePacket({ session: grace, ciphertext: new Uint8Array(10) })).toBeUndefined();
  });

  test('B7: shows a copy that goes on in a chain which had ended', async () => {
    const pair = await sessionPair(random);
    const first = sealOne(pair.ada);
    const atGrace = await openOrFail(pair.grace, first.ciphertext, random);
    const clone = first.next;
    const moved = await turns({ ada: first.next, grace: atGrace.next }, 2, random);
    const onTime = tracePacket({ session: atGrace.next, ciphertext: sealOne(clone).ciphertext });
    const used = sealOne(clone);
    const beyond = sealOne(used.next);
    expect(onTime?.isContradictory).toBe(false);
    expect(tracePacket({ session: moved.grace, ciphertext: used.ciphertext })?.isContradictory).toBe(false);
    expect(tracePacket({ session: moved.grace, ciphertext: beyond.ciphertext })?.isContradictory).toBe(true);
  });

  test('B7: shows a copy that ends a chain before what has come of it', async () => {
    const pair = await turns(await sessionPair(random), 1, random);
    const clone = pair.ada;
    const one = sealOne(pair.ada);
    const atGrace = await openOrFail(pair.grace, one.ciphertext, random);
    const answer = sealOne(atGrace.next);
    const atClone = await openOrFail(clone, answer.ciphertext, random);
    const atAda = await openOrFail(one.next, answer.ciphertext, random);
    const trace = (session: Session) =>
      tracePacket({ session: answer.next, ciphertext: sealOne(session).ciphertext })?.isContradictory;
    expect(trace(atClone.next)).toBe(true);
    expect(trace(atAda.next)).toBe(false);
  });
});
