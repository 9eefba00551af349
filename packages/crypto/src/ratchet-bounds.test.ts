/** What one message, one packet and one session may cost. */
import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { open } from './open.ts';
import { platformProvider } from './platform.node.ts';
import type { CryptoProvider } from './provider.ts';
import { seal } from './seal.ts';
import type { Session } from './session.ts';
import {
  failure,
  mustBeOpened,
  openAt,
  openOrFail,
  outcomeOf,
  randomFrom,
  sealMany,
  sessionPair,
} from './testing/devices.ts';
import { expectExactlyConsumed, leavesUnchanged, skippedKeys, turns } from './testing/ratchet-expectations.ts';

const random = randomFrom('ratchet bounds');

describe('bounds of the ratchet', () => {
  test('B1: the largest jump opens, one more is refused and changes nothing', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertexts } = sealMany(ada, LIMITS.MAX_FORWARD_JUMP + 2, random);
    const beyond = ciphertexts[LIMITS.MAX_FORWARD_JUMP + 1] ?? new Uint8Array(0);
    await leavesUnchanged(grace, async () => {
      await expect(openAt(grace, beyond, random)).rejects.toMatchObject(failure('gap-too-large'));
    });
    const opened = await openOrFail(grace, ciphertexts[LIMITS.MAX_FORWARD_JUMP] ?? new Uint8Array(0), random);
    expect(skippedKeys(opened.next)).toBe(LIMITS.MAX_SKIPPED_KEYS);
    // One that was skipped but not kept is told apart from one that was used.
    await expect(openAt(opened.next, ciphertexts[0] ?? new Uint8Array(0), random)).rejects.toMatchObject(
      failure('lifetime'),
    );
    await openOrFail(opened.next, ciphertexts[LIMITS.MAX_FORWARD_JUMP - 1] ?? new Uint8Array(0), random);
    await openOrFail(opened.next, beyond, random);
  });

  test('B1: the bound is the same in a chain that is known already', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertexts } = sealMany(ada, LIMITS.MAX_FORWARD_JUMP + 3, random);
    const known = (await openOrFail(grace, ciphertexts[0] ?? new Uint8Array(0), random)).next;
    const [largest, beyond] = ciphertexts.slice(-2);
    await leavesUnchanged(known, async () => {
      expect(await outcomeOf(known, beyond ?? new Uint8Array(0), random)).toBe('gap-too-large');
    });
    await openOrFail(known, largest ?? new Uint8Array(0), random);
  });

  test('B1: a jump in the chain that ends is bounded too', async () => {
    const { ada, grace } = await sessionPair(random);
    const lost = sealMany(ada, LIMITS.MAX_FORWARD_JUMP + 2, random);
    const first = await openOrFail(grace, lost.ciphertexts[0] ?? new Uint8Array(0), random);
    const answer = seal({ session: first.next, plaintext: Uint8Array.of(1), random });
    const atAda = await openOrFail(lost.session, answer.ciphertext, random);
    const next = seal({ session: atAda.next, plaintext: Uint8Array.of(2), random });
    await leavesUnchanged(answer.next, async () => {
      await expect(openAt(answer.next, next.ciphertext, random)).rejects.toMatchObject(failure('gap-too-large'));
    });
  });

  test('B1: skipped keys stay below the cap over all chains, and the oldest go first', async () => {
    let { ada, grace } = await sessionPair(random);
    const oldest: Uint8Array[] = [];
    for (let chain = 0; chain < 4; chain++) {
      const sent = sealMany(ada, 401, random);
      oldest.push(sent.ciphertexts[0] ?? new Uint8Array(0));
      const opened = await openOrFail(grace, sent.ciphertexts[400] ?? new Uint8Array(0), random);
      expect(skippedKeys(opened.next)).toBe(Math.min(400 * (chain + 1), LIMITS.MAX_SKIPPED_KEYS));
      const answer = seal({ session: opened.next, plaintext: Uint8Array.of(1), random });
      grace = answer.next;
      ada = (await openOrFail(sent.session, answer.ciphertext, random)).next;
    }
    const outcomes: string[] = [];
    for (const ciphertext of oldest) outcomes.push(await outcomeOf(grace, ciphertext, random));
    expect(outcomes).toEqual(['lifetime', 'lifetime', 'opened', 'opened']);
  });

  test('skipped keys are dropped after their lifetime, and named as consumed', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertexts, session } = sealMany(ada, 3, random);
    const [first, , third] = ciphertexts;
    const late = LIMITS.SKIPPED_KEY_LIFETIME_SECONDS * 1_000;
    const gap = mustBeOpened(await openAt(grace, third ?? new Uint8Array(0), random, 0));
    expect(skippedKeys(gap.next)).toBe(2);
    const following = seal({ session, plaintext: Uint8Array.of(1), random });
    const justBefore = mustBeOpened(await openAt(gap.next, following.ciphertext, random, late - 1));
    expect(skippedKeys(justBefore.next)).toBe(2);
    const after = mustBeOpened(await openAt(gap.next, following.ciphertext, random, late));
    expect(skippedKeys(after.next)).toBe(0);
    expect(after.consumed).toEqual(
      expect.arrayContaining(gap.next.receiving.flatMap((chain) => chain.skipped.map((key) => key.messageKey))),
    );
    await expect(openAt(after.next, first ?? new Uint8Array(0), random, late)).rejects.toMatchObject(
      failure('lifetime'),
    );
  });

  test('skipped keys end by their own age, also when a late message came in between and the clock went back', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertexts } = sealMany(ada, 8, random);
    const at = async (session: Session, number: number, nowMs: number) =>
      mustBeOpened(await openAt(session, ciphertexts[number] ?? new Uint8Array(0), random, nowMs)).next;
    const lifetimeMs = LIMITS.SKIPPED_KEY_LIFETIME_SECONDS * 1_000;
    // 0 and 1 are kept at 1,000; the clock goes back; 3 and 4 are kept at 400; 0 comes late.
    const kept = await at(await at(await at(grace, 2, 1_000), 5, 400), 0, 500);
    expect(skippedKeys(kept)).toBe(3);
    expect(skippedKeys(await at(kept, 6, lifetimeMs + 399))).toBe(3);
    expect(skippedKeys(await at(kept, 6, lifetimeMs + 400))).toBe(1);
    expect(skippedKeys(await at(kept, 6, lifetimeMs + 1_000))).toBe(0);
  });

  test('B2: one junk packet costs one HMAC per header key and not one decryption', async () => {
    const pair = await turns(await sessionPair(random), LIMITS.MAX_RECEIVING_CHAINS + 2, random);
    expect(pair.grace.receiving).toHaveLength(LIMITS.MAX_RECEIVING_CHAINS);
    const counts = { hmac: 0, open: 0 };
    const counting: CryptoProvider = {
      ...platformProvider,
      hmacSha256(key, data) {
        counts.hmac++;
        return platformProvider.hmacSha256(key, data);
      },
      hmacTagSha256(key, data) {
        counts.hmac++;
        return platformProvider.hmacTagSha256(key, data);
      },
      aeadOpen(input) {
        counts.open++;
        return platformProvider.aeadOpen(input);
      },
    };
    const { ciphertext } = seal({ session: pair.ada, plaintext: random(100), random });
    const junk = ciphertext.map((byte, i) => (i > 18 ? byte ^ 0x5a : byte));
    const options = { session: pair.grace, random, nowMs: 0, provider: counting };
    expect(await open({ ...options, ciphertext: junk })).toEqual({ kind: 'not-for-us' });
    expect(counts).toEqual({ hmac: LIMITS.MAX_RECEIVING_CHAINS + 1, open: 0 });
    counts.hmac = 0;
    for (const bytes of [random(20), random(2_000).map((byte, i) => (i === 0 ? 2 : byte))]) {
      expect(await open({ ...options, ciphertext: bytes })).toEqual({ kind: 'not-for-us' });
    }
    expect(counts).toEqual({ hmac: 0, open: 0 });
  });

  test('the oldest chain goes with its header key and its skipped keys', async () => {
    let { ada, grace } = await sessionPair(random);
    for (let chain = 0; chain <= LIMITS.MAX_RECEIVING_CHAINS + 1; chain++) {
      const sent = sealMany(ada, 3, random);
      const opened = await openOrFail(grace, sent.ciphertexts[2] ?? new Uint8Array(0), random);
      expectExactlyConsumed(grace, opened);
      expect(opened.next.receiving.length).toBeLessThanOrEqual(LIMITS.MAX_RECEIVING_CHAINS);
      const answer = seal({ session: opened.next, plaintext: Uint8Array.of(1), random });
      grace = answer.next;
      ada = (await openOrFail(sent.session, answer.ciphertext, random)).next;
    }
    expect(skippedKeys(grace)).toBe(2 * LIMITS.MAX_RECEIVING_CHAINS);
  });

  test('a chain that its sender has ended accepts nothing beyond its length', async () => {
    const { ada, grace } = await sessionPair(random);
    const first = seal({ session: ada, plaintext: Uint8Array.of(1), random });
    const atGrace = await openOrFail(grace, first.ciphertext, random);
    const answer = seal({ session: atGrace.next, plaintext: Uint8Array.of(2), random });
    const atAda = await openOrFail(first.next, answer.ciphertext, random);
    const second = seal({ session: atAda.next, plaintext: Uint8Array.of(3), random });
    const ended = await openOrFail(answer.next, second.ciphertext, random);
    // A clone of Ada that never heard the answer goes on in the old chain.
    const clone = seal({ session: first.next, plaintext: Uint8Array.of(4), random });
    await leavesUnchanged(ended.next, async () => {
      await expect(openAt(ended.next, clone.ciphertext, random)).rejects.toMatchObject(failure('bad-tag'));
    });
  });
});
