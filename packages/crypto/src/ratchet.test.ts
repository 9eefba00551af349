import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { open } from './open.ts';
import { platformProvider } from './platform.node.ts';
import type { CryptoProvider } from './provider.ts';
import { seal, sealOverhead } from './seal.ts';
import { Session } from './session.ts';
import { encodeSession } from './session-codec.ts';
import {
  failure,
  mustBeOpened,
  openAt,
  openOrFail,
  outcomeOf,
  randomFrom,
  type SessionPair,
  sealMany,
  sessionPair,
} from './testing/devices.ts';

const random = randomFrom('ratchet');

/** Expects that nothing about `session` changes while `attempt` runs. */
async function leavesUnchanged(session: Session, attempt: () => Promise<void>): Promise<void> {
  const before = encodeSession(session);
  await attempt();
  expect(encodeSession(session)).toEqual(before);
}

/** `count` changes of direction: each side answers the other. */
async function turns(pair: SessionPair, count: number): Promise<SessionPair> {
  let { ada, grace } = pair;
  for (let i = 0; i < count; i++) {
    const fromAda = seal({ session: ada, plaintext: Uint8Array.of(1), random });
    const atGrace = await openOrFail(grace, fromAda.ciphertext, random);
    const fromGrace = seal({ session: atGrace.next, plaintext: Uint8Array.of(2), random });
    const atAda = await openOrFail(fromAda.next, fromGrace.ciphertext, random);
    ada = atAda.next;
    grace = fromGrace.next;
  }
  return { ada, grace };
}

/** Every secret that a session holds, as text. */
function secretsOf(session: Session): Set<string> {
  const { rootKey, ratchetKey, sending, receiving, nextSendingHeaderKey, nextReceivingHeaderKey } = session;
  const secrets = [rootKey, ratchetKey.secretKey, sending.headerKey, sending.chainKey];
  secrets.push(nextSendingHeaderKey, nextReceivingHeaderKey);
  for (const { headerKey, chainKey, skipped } of receiving) {
    secrets.push(headerKey, ...(chainKey ? [chainKey] : []), ...skipped.map((key) => key.messageKey));
  }
  return new Set(secrets.map((secret) => secret.join()));
}

function skippedKeys(session: Session): number {
  return session.receiving.reduce((total, chain) => total + chain.skipped.length, 0);
}

describe('sealing', () => {
  test('adds the announced overhead, and never the same bytes twice', async () => {
    const { ada } = await sessionPair(random);
    for (const length of [0, 1, 300, 10_000]) {
      const plaintext = new Uint8Array(length);
      const { ciphertext, next } = seal({ session: ada, plaintext, random });
      expect(ciphertext).toHaveLength(length + sealOverhead(ada));
      expect(sealOverhead(next)).toBe(sealOverhead(ada));
    }
    const { ciphertexts } = sealMany(ada, 3, random);
    expect(new Set(ciphertexts.map((bytes) => bytes.subarray(3, 100).join())).size).toBe(3);
  });

  test('changes nothing it was given and lists the used chain key', async () => {
    const { ada } = await sessionPair(random);
    const plaintext = Uint8Array.of(1, 2, 3);
    await leavesUnchanged(ada, async () => {
      const { consumed, next } = seal({ session: ada, plaintext, random });
      expect(consumed).toEqual([ada.sending.chainKey]);
      for (const secret of consumed) expect(encodeSession(next).join()).not.toContain(secret.join());
    });
    expect(plaintext).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('stops at the end of a chain', async () => {
    const { ada } = await sessionPair(random);
    const used = new Session({ ...ada, sending: { ...ada.sending, next: 0xffff_ffff } });
    expect(() => seal({ session: used, plaintext: new Uint8Array(1), random })).toThrow(
      expect.objectContaining(failure('lifetime')),
    );
  });
});

describe('opening', () => {
  test('lists exactly the secrets that the next session no longer holds, and wiping them leaves it working', async () => {
    const { ada, grace } = await sessionPair(random);
    const sent = sealMany(ada, 4, random);
    let receiver = grace;
    for (const at of [2, 0, 1, 3]) {
      const opened = await openOrFail(receiver, sent.ciphertexts[at] ?? new Uint8Array(0), random);
      const kept = secretsOf(opened.next);
      const gone = [...secretsOf(receiver)].filter((secret) => !kept.has(secret));
      expect(opened.consumed.map((secret) => secret.join()).sort()).toEqual(gone.sort());
      for (const secret of opened.consumed) secret.fill(0);
      expect(opened.plaintext).toEqual(Uint8Array.of(at));
      receiver = opened.next;
    }
    const answer = seal({ session: receiver, plaintext: Uint8Array.of(7), random });
    expect((await openOrFail(sent.session, answer.ciphertext, random)).plaintext).toEqual(Uint8Array.of(7));
  });

  test('B4: an opened message is a duplicate, in the current chain and in older ones', async () => {
    const { ada, grace } = await sessionPair(random);
    const first = seal({ session: ada, plaintext: Uint8Array.of(1), random });
    const opened = await openOrFail(grace, first.ciphertext, random);
    expect(await openAt(opened.next, first.ciphertext, random)).toEqual({ kind: 'duplicate' });
    const later = await turns({ ada: first.next, grace: opened.next }, LIMITS.MAX_RECEIVING_CHAINS - 2);
    expect(await openAt(later.grace, first.ciphertext, random)).toEqual({ kind: 'duplicate' });
    // Once its chain is gone nothing is left to recognise it by, and it still does not open.
    const forgotten = await turns(later, 3);
    expect(await openAt(forgotten.grace, first.ciphertext, random)).toEqual({ kind: 'not-for-us' });
  });

  test('B9: a ciphertext sent back to its sender, or into another session, is not for us', async () => {
    const [one, two] = [await sessionPair(random), await sessionPair(random)];
    const { ciphertext, next } = seal({ session: one.ada, plaintext: Uint8Array.of(1), random });
    for (const session of [one.ada, next, two.ada, two.grace]) {
      await leavesUnchanged(session, async () => {
        expect(await openAt(session, ciphertext, random)).toEqual({ kind: 'not-for-us' });
      });
    }
  });

  test('B9: the same keys under another transcript do not open', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertext } = seal({ session: ada, plaintext: Uint8Array.of(1), random });
    const other = new Session({ ...grace, associatedData: random(32) });
    await expect(openAt(other, ciphertext, random)).rejects.toMatchObject(failure('bad-tag'));
  });

  test('B7: a stolen state reads nothing after both sides have answered once', async () => {
    const { ada, grace } = await sessionPair(random);
    const stolen = grace;
    const healed = await turns(await turns({ ada, grace }, 1), 1);
    const { ciphertext } = seal({ session: healed.ada, plaintext: Uint8Array.of(1), random });
    expect(await openAt(stolen, ciphertext, random)).toEqual({ kind: 'not-for-us' });
    const forged = seal({ session: stolen, plaintext: Uint8Array.of(6), random });
    expect(await outcomeOf(healed.ada, forged.ciphertext, random)).toBe('bad-tag');
  });

  test('B3: every single flipped bit is refused and changes nothing, in a new chain and in a known one', async () => {
    const { ada, grace } = await sessionPair(random);
    const first = seal({ session: ada, plaintext: random(300), random });
    const second = seal({ session: first.next, plaintext: random(300), random });
    const known = (await openOrFail(grace, first.ciphertext, random)).next;
    const cases = [
      { receiver: grace, ciphertext: first.ciphertext },
      { receiver: known, ciphertext: second.ciphertext },
    ];
    for (const { receiver, ciphertext } of cases) {
      await leavesUnchanged(receiver, async () => {
        for (let bit = 0; bit < ciphertext.length * 8; bit++) {
          ciphertext.set([(ciphertext[bit >> 3] ?? 0) ^ (1 << (bit & 7))], bit >> 3);
          expect(['not-for-us', 'bad-tag']).toContain(await outcomeOf(receiver, ciphertext, random));
          ciphertext.set([(ciphertext[bit >> 3] ?? 0) ^ (1 << (bit & 7))], bit >> 3);
        }
      });
      await openOrFail(receiver, ciphertext, random);
    }
  });

  test('B3: cut and extended packets are refused', async () => {
    const { ada, grace } = await sessionPair(random);
    const { ciphertext } = seal({ session: ada, plaintext: random(20), random });
    for (let length = 0; length < ciphertext.length; length++) {
      const cut = ciphertext.subarray(0, length);
      expect(['not-for-us', 'bad-tag']).toContain(await outcomeOf(grace, cut, random));
    }
    await expect(openAt(grace, Uint8Array.of(...ciphertext, 0), random)).rejects.toMatchObject(failure('bad-tag'));
  });
});

describe('bounds', () => {
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

  test('B2: one junk packet costs one HMAC per header key and not one decryption', async () => {
    const pair = await turns(await sessionPair(random), LIMITS.MAX_RECEIVING_CHAINS + 2);
    expect(pair.grace.receiving).toHaveLength(LIMITS.MAX_RECEIVING_CHAINS);
    const counts = { hmac: 0, open: 0 };
    const counting: CryptoProvider = {
      ...platformProvider,
      hmacSha256(key, data) {
        counts.hmac++;
        return platformProvider.hmacSha256(key, data);
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
