/** The post-quantum ratchet inside sessions: its story, its refusals, and what it leaves behind. */
import { inspect } from 'node:util';
import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { open } from './open.ts';
import { platformProvider } from './platform.node.ts';
import { IDLE, secretsOfPhase } from './pq-ratchet.ts';
import { encodeBody } from './pq-ratchet-material.ts';
import { PACKET_OVERHEAD_BYTES } from './ratchet-packet.ts';
import { seal, sealOverhead } from './seal.ts';
import type { Session } from './session.ts';
import { failure, openAt, openOrFail, randomFrom, sealMany, sessionPair } from './testing/devices.ts';
import { forge } from './testing/forge.ts';
import { duePair, pairInPhase, speak, withPq } from './testing/pq-sessions.ts';
import { expectExactlyConsumed, leavesUnchanged, secretsOf } from './testing/ratchet-expectations.ts';

const random = randomFrom('post-quantum ratchet');
const PLAIN = PACKET_OVERHEAD_BYTES + 1;
const OFFER = PLAIN + 1_184;
const ANSWER = PLAIN + 1_088;
const KINDS = ['idle', 'offering', 'answering', 'agreed'] as const;

function nothing(): Uint8Array {
  return new Uint8Array(0);
}

/** Expects that a message of `from` is refused by `to` with this code, and that `to` still opens the honest one. */
async function expectRefused(from: Session, to: Session, bad: { body: Uint8Array; epoch?: number; code: string }) {
  const { code, ...forged } = bad;
  const ciphertext = forge({ session: from, random, ...forged });
  await leavesUnchanged(to, async () => {
    await expect(openAt(to, ciphertext, random)).rejects.toMatchObject(failure(code));
  });
  await speak(from, to, random);
}

describe('the story', () => {
  test('offer, answer, mix: an epoch takes three turns, and the next one is the other side’s to offer', async () => {
    let { ada, grace } = await duePair(random);
    const seen: unknown[] = [];
    for (let turn = 0; turn < 8; turn++) {
      if (turn === 5) [ada, grace] = [withPq(ada, { steps: 20 }), withPq(grace, { steps: 20 })];
      const [from, to] = turn % 2 === 0 ? [ada, grace] : [grace, ada];
      const said = await speak(from, to, random);
      [ada, grace] = turn % 2 === 0 ? [said.from, said.opened.next] : [said.opened.next, said.from];
      seen.push([said.ciphertext.length - 1, ada.pq.epoch, ada.pq.phase.kind, grace.pq.epoch, grace.pq.phase.kind]);
    }
    expect(seen).toEqual([
      [PLAIN, 0, 'idle', 0, 'idle'],
      [PLAIN, 0, 'offering', 0, 'idle'],
      [OFFER, 0, 'offering', 0, 'answering'],
      [ANSWER, 1, 'idle', 0, 'answering'],
      [PLAIN, 1, 'idle', 1, 'idle'],
      [PLAIN, 1, 'idle', 1, 'idle'],
      [PLAIN, 1, 'idle', 1, 'offering'],
      [OFFER, 1, 'answering', 1, 'offering'],
    ]);
  });

  test('both sides count every root step, the initiator’s first included', async () => {
    const { ada, grace } = await sessionPair(random);
    expect([ada.pq.steps, grace.pq.steps]).toEqual([3, 2]);
    expect([ada.pq.changedAtMs, grace.pq.changedAtMs]).toEqual([1_000, 2_000]);
  });

  test('the secret decides: with another one the next chain does not open', async () => {
    const { ada, grace } = await pairInPhase('agreed', random);
    // Ada's next chain is the first of the new epoch.
    const said = await speak(grace, ada, random);
    const turned = await speak(ada, grace, random);
    const answer = await speak(turned.opened.next, said.opened.next, random);
    const mixed = seal({ session: answer.opened.next, plaintext: Uint8Array.of(9), random });
    const receiver = answer.from;
    expect((await openOrFail(receiver, mixed.ciphertext, random)).next.pq).toMatchObject({ epoch: 1, phase: IDLE });
    const { phase } = receiver.pq;
    if (phase.kind !== 'answering') throw new TypeError(phase.kind);
    const other = withPq(receiver, { phase: { ...phase, epochSecret: random(32) } });
    await expect(openAt(other, mixed.ciphertext, random)).rejects.toMatchObject(failure('bad-tag'));
  });

  test('an answer that was overtaken still counts, and the secret is mixed into the next chain of its offerer', async () => {
    const { ada, grace } = await pairInPhase('agreed', random);
    expect([ada.pq.phase.kind, ada.pq.epoch]).toEqual(['agreed', 0]);
    // In the chain that is open nothing travels any more.
    const late = await speak(ada, grace, random);
    expect(late.ciphertext).toHaveLength(PLAIN + 1);
    const answer = await speak(late.opened.next, late.from, random);
    expect(answer.opened.next.pq).toEqual({ epoch: 1, steps: 0, changedAtMs: 3_000, phase: IDLE });
  });
});

describe('secrets of the post-quantum ratchet', () => {
  test('are listed as consumed exactly when the next session no longer holds them, and wiping them harms nothing', async () => {
    for (const kind of KINDS) {
      let { ada, grace } = await pairInPhase(kind, random);
      for (let turn = 0; turn < 8; turn++) {
        const [from, to] = turn % 2 === 0 ? [ada, grace] : [grace, ada];
        const said = await speak(from, to, random);
        expectExactlyConsumed(to, said.opened);
        for (const secret of [...said.consumed, ...said.opened.consumed]) secret.fill(0);
        [ada, grace] = turn % 2 === 0 ? [said.from, said.opened.next] : [said.opened.next, said.from];
      }
      expect(grace.pq.epoch).toBe(1);
    }
  });

  test('that come and go within one turn are wiped', async () => {
    const { ada, grace } = await pairInPhase('answering', random);
    const { ciphertext } = seal({ session: grace, plaintext: Uint8Array.of(1), random });
    const secrets: Uint8Array[] = [];
    const watching = {
      ...platformProvider,
      sha256(data: Uint8Array) {
        const digest = platformProvider.sha256(data);
        secrets.push(digest);
        return digest;
      },
    };
    const opened = await open({ session: ada, ciphertext, random, nowMs: 1, provider: watching });
    expect(opened.kind === 'opened' && opened.next.pq.epoch).toBe(1);
    expect(secrets).toEqual([new Uint8Array(32)]);
  });

  test('a session forgets the seed with the answer, and the epoch secret with the mix', async () => {
    let { ada, grace } = await pairInPhase('offering', random);
    const offered = secretsOfPhase(ada.pq.phase).map((secret) => secret.slice());
    const offer = await speak(ada, grace, random);
    [ada, grace] = [offer.from, offer.opened.next];
    const answered = secretsOfPhase(grace.pq.phase).map((secret) => secret.slice());
    const answer = await speak(grace, ada, random);
    [grace, ada] = [answer.from, answer.opened.next];
    const mixed = await speak(ada, grace, random);
    for (const session of [mixed.from, mixed.opened.next]) {
      const held = [...secretsOf(session)];
      for (const secret of [...offered, ...answered]) expect(held).not.toContain(secret.join());
    }
    expect([offered.length, answered.length]).toEqual([1, 1]);
  });

  test('G7: printing a session shows none of them, in any phase', async () => {
    for (const kind of KINDS) {
      const pair = await pairInPhase(kind, random);
      for (const session of [pair.ada, pair.grace]) {
        const printed = `${inspect(session, { depth: 9, showHidden: true })} ${JSON.stringify(session)} ${session}`;
        for (const secret of secretsOfPhase(session.pq.phase)) {
          expect(printed).not.toContain(formatHex(secret).slice(0, 16));
          expect(printed).not.toContain(secret.subarray(0, 8).join());
          expect(printed).not.toContain(secret.subarray(0, 8).join(', '));
        }
      }
    }
  });
});

describe('refusals', () => {
  test('a body without a kind, of another kind or with material that is cut is malformed', async () => {
    const { ada, grace } = await sessionPair(random);
    const known = await speak(ada, grace, random);
    const bodies = [new Uint8Array(0), Uint8Array.of(3), random(1_184).fill(1, 0, 1), random(1_088).fill(2, 0, 1)];
    for (const body of bodies) {
      await expectRefused(ada, grace, { body, code: 'malformed' });
      await expectRefused(known.from, known.opened.next, { body, code: 'malformed' });
    }
  });

  test('an offer of the answerer and an answer of the offerer are malformed', async () => {
    const { ada, grace } = await sessionPair(random);
    const said = await speak(ada, grace, random);
    const key = platformProvider.mlKem768.keyPair(random(64)).publicKey;
    const offer = encodeBody({ kind: 'offer', encapsulationKey: key }, nothing());
    const answer = encodeBody({ kind: 'answer', ciphertext: random(1_088) }, nothing());
    await expectRefused(said.opened.next, said.from, { body: offer, code: 'malformed' });
    await expectRefused(ada, grace, { body: answer, code: 'malformed' });
  });

  test('A3: an offer of a key that FIPS 203 refuses is refused with its message', async () => {
    const { ada, grace } = await sessionPair(random);
    const known = await speak(ada, grace, random);
    const body = encodeBody({ kind: 'offer', encapsulationKey: new Uint8Array(1_184).fill(0xff) }, nothing());
    await expectRefused(ada, grace, { body, code: 'bad-key' });
    await expectRefused(known.from, known.opened.next, { body, code: 'bad-key' });
  });

  test('an epoch that cannot be is refused in every phase, also the next one without its secret', async () => {
    for (const kind of KINDS) {
      const { ada, grace } = await pairInPhase(kind, random);
      for (const epoch of [1, 2, 3, 0xffff_ffff]) {
        await expectRefused(ada, grace, { body: Uint8Array.of(0, 1), epoch, code: 'bad-tag' });
        await expectRefused(grace, ada, { body: Uint8Array.of(0, 1), epoch, code: 'bad-tag' });
      }
    }
  });

  test('an epoch that is over is refused in a new chain, and late in a known one', async () => {
    const pair = await sessionPair(random);
    const [ada, grace] = [withPq(pair.ada, { epoch: 4 }), withPq(pair.grace, { epoch: 4 })];
    await expectRefused(ada, grace, { body: Uint8Array.of(0, 1), epoch: 3, code: 'bad-tag' });
    // Grace's chain is known to Ada: her answer of epoch 3 is of no use any more.
    const body = encodeBody({ kind: 'answer', ciphertext: random(1_088) }, Uint8Array.of(1));
    const opened = await openOrFail(ada, forge({ session: grace, body, epoch: 2, random }), random);
    expect(opened.next.pq).toEqual(ada.pq);
  });

  test('a peer that offers in its first message is answered', async () => {
    const { ada, grace } = await sessionPair(random);
    const { seed, publicKey } = platformProvider.mlKem768.keyPair(random(64));
    const body = encodeBody({ kind: 'offer', encapsulationKey: publicKey }, Uint8Array.of(5));
    const opened = await openOrFail(grace, forge({ session: ada, body, random }), random);
    expect(opened.plaintext).toEqual(Uint8Array.of(5));
    const { phase } = opened.next.pq;
    if (phase.kind !== 'answering') throw new TypeError(phase.kind);
    expect(platformProvider.mlKem768.decapsulate(seed, phase.ciphertext)).toHaveLength(32);
  });
});

describe('what travels', () => {
  test('the announced overhead is the true one, in every phase and number', async () => {
    for (const kind of KINDS) {
      const pair = await pairInPhase(kind, random);
      for (let session of [pair.ada, pair.grace]) {
        const lengths = new Set<number>();
        for (let i = 0; i < 20; i++) {
          const plaintext = new Uint8Array(i);
          const { next, ciphertext } = seal({ session, plaintext, random });
          expect(ciphertext).toHaveLength(i + sealOverhead(session));
          lengths.add(sealOverhead(session));
          session = next;
        }
        const { phase } = session.pq;
        const carried = phase.kind === 'offering' ? [OFFER] : phase.kind === 'answering' ? [ANSWER] : [];
        expect([...lengths].sort()).toEqual([PLAIN, ...carried].sort());
      }
    }
  });

  test('the key is repeated in every chain until it is answered, the answer until the next epoch is seen', async () => {
    const { ada, grace } = await pairInPhase('offering', random);
    // All carriers of the offer are lost, and a message without it takes the turn.
    const lost = sealMany(ada, 3, random);
    expect(lost.ciphertexts.map((bytes) => bytes.length - 1)).toEqual([OFFER, OFFER, PLAIN]);
    const atGrace = await openOrFail(grace, lost.ciphertexts[2] ?? nothing(), random);
    expect(atGrace.next.pq.phase).toEqual(IDLE);
    const back = await speak(atGrace.next, lost.session, random);
    const repeated = await speak(back.opened.next, back.from, random);
    expect(repeated.ciphertext).toHaveLength(OFFER + 1);
    expect(repeated.opened.next.pq.phase.kind).toBe('answering');

    const answers = sealMany(repeated.opened.next, 3, random);
    expect(answers.ciphertexts.map((bytes) => bytes.length - 1)).toEqual([ANSWER, ANSWER, PLAIN]);
    const atAda = await openOrFail(repeated.from, answers.ciphertexts[2] ?? nothing(), random);
    expect(atAda.next.pq.phase.kind).toBe('offering');
    const again = await speak(atAda.next, answers.session, random);
    expect(again.ciphertext).toHaveLength(OFFER + 1);
    const answer = await speak(again.opened.next, again.from, random);
    expect(answer.ciphertext).toHaveLength(ANSWER + 1);
    expect(answer.opened.next.pq.epoch).toBe(1);
  });
});
