import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { seal, sealOverhead } from './seal.ts';
import { Session } from './session.ts';
import { encodeSession } from './session-codec.ts';
import { failure, openAt, openOrFail, outcomeOf, randomFrom, sealMany, sessionPair } from './testing/devices.ts';
import { expectExactlyConsumed, leavesUnchanged, turns } from './testing/ratchet-expectations.ts';

const random = randomFrom('ratchet');

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
      expectExactlyConsumed(receiver, opened);
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
    const later = await turns({ ada: first.next, grace: opened.next }, LIMITS.MAX_RECEIVING_CHAINS - 2, random);
    expect(await openAt(later.grace, first.ciphertext, random)).toEqual({ kind: 'duplicate' });
    // Once its chain is gone nothing is left to recognise it by, and it still does not open.
    const forgotten = await turns(later, 3, random);
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
    const healed = await turns({ ada, grace }, 2, random);
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
