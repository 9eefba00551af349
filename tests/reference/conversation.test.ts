/** The reference implementation alone: it talks with itself as the specs tell it, before it is compared with ours. */
import { sha256 } from '@noble/hashes/sha2.js';
import { ml_kem1024 } from '@noble/post-quantum/ml-kem.js';
import { expect, test } from 'vitest';
import { keyPair } from './agreement.ts';
import { join, number, text } from './bytes.ts';
import { accept, initiate } from './handshake.ts';
import { open, seal } from './ratchet.ts';
import type { Draw, Session } from './session.ts';
import { readSession, sessionBytes } from './session-bytes.ts';

function drawFrom(seed: string): Draw {
  let count = 0;
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () => sha256(join(text(seed), number(count++, 8))));
    return join(...blocks).slice(0, length);
  };
}

interface Pair {
  ada: Session;
  grace: Session;
}

const nowMs = 1_000_000;
const draw = drawFrom('conversation');

function begin(withOneTimePrekey: boolean): Pair {
  const party = () => ({ accountId: draw(32), deviceId: draw(16), identity: keyPair(draw(32)) });
  const [ada, grace] = [party(), party()];
  const [signed, once] = [keyPair(draw(32)), keyPair(draw(32))];
  const [lastResort, onceSeed] = [draw(64), draw(64)];
  const initiator = { ...ada, identityKey: ada.identity.publicKey };
  const recipient = { ...grace, identityKey: grace.identity.publicKey };
  const oneTimePrekey = {
    id: 9,
    publicKey: once.publicKey,
    kemPublicKey: ml_kem1024.keygen(onceSeed).publicKey,
  };
  const started = initiate({
    ...{ initiator, recipient, identity: ada.identity, generation: 5, draw, nowMs },
    prekeys: {
      signedPrekey: { id: 1, publicKey: signed.publicKey },
      kemPrekey: { id: 2, publicKey: ml_kem1024.keygen(lastResort).publicKey },
      oneTimePrekey: withOneTimePrekey ? oneTimePrekey : undefined,
    },
  });
  const { session, packet } = seal(started, text('first'), draw);
  const { pending } = session;
  if (pending === undefined) throw new TypeError('a new session is pending');
  const accepted = accept({
    ...{ initiator, recipient, identity: grace.identity, generation: 5, used: pending, packet, draw, nowMs },
    prekeys: {
      signedPrekey: signed,
      kemSeed: withOneTimePrekey ? onceSeed : lastResort,
      oneTimePrekey: withOneTimePrekey ? once : undefined,
    },
  });
  expect(new TextDecoder().decode(accepted.plaintext)).toBe('first');
  return { ada: session, grace: accepted.session };
}

function say(pair: Pair, from: 'ada' | 'grace', words: string): void {
  const to = from === 'ada' ? 'grace' : 'ada';
  const sealed = seal(pair[from], text(words), draw);
  pair[from] = sealed.session;
  const opened = open(readSession(sessionBytes(pair[to])), sealed.packet, { draw, nowMs });
  expect(opened.kind).toBe('opened');
  if (opened.kind !== 'opened') return;
  expect(new TextDecoder().decode(opened.plaintext)).toBe(words);
  pair[to] = opened.session;
  expect(open(pair[to], sealed.packet, { draw, nowMs }).kind).toBe('duplicate');
  expect(open(pair[from], sealed.packet, { draw, nowMs }).kind).toBe('not-for-us');
}

test.each([true, false])('talks with itself through two epochs, with a one-time prekey: %s', (withOneTimePrekey) => {
  const pair = begin(withOneTimePrekey);
  for (let turn = 0; turn < 30; turn += 1) {
    say(pair, 'grace', `${turn} from Grace`);
    say(pair, 'grace', `${turn} from Grace again`);
    say(pair, 'ada', `${turn} from Ada`);
  }
  expect([pair.ada.epoch, pair.grace.epoch]).toEqual([2, 2]);
});

test('opens what comes late, once', () => {
  const pair = begin(true);
  const packets: Uint8Array[] = [];
  for (const words of ['one', 'two', 'three']) {
    const sealed = seal(pair.grace, text(words), draw);
    pair.grace = sealed.session;
    packets.push(sealed.packet);
  }
  const kinds = [2, 0, 0, 1, 2].map((at) => {
    const opened = open(pair.ada, packets[at] ?? new Uint8Array(), { draw, nowMs });
    if (opened.kind === 'opened') pair.ada = opened.session;
    return opened.kind;
  });
  expect(kinds).toEqual(['opened', 'opened', 'duplicate', 'opened', 'duplicate']);
});
