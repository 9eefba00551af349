/** Introductions that are replayed, corrupted, or made with keys that are gone (specs/03 §5; attacks A7 to A10). */
import { decodeEnvelope } from '@sotto/crypto';
import { asTopic, type InitialMessage, type Introduction, LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { contentsOf, stateOf } from '../tests/inspection.ts';
import { flipPayloadBit, sealIntroduction, withOtherTtl } from '../tests/rewrapped.ts';
import { World } from '../tests/world.ts';
import { openIntroductionPayload } from './payload.ts';

/** Ada has written to Grace, whom she knows by link only; the introduction lies on Grace's mailboxes. */
async function introduced(seed: string) {
  const world = new World({ seed });
  const [ada, grace] = [await world.person('ada'), await world.person('grace')];
  await grace.sync();
  const link = await grace.client.link();
  await grace.kill();
  await ada.addLink(link, 'grace');
  await ada.send('grace', 'once');
  await ada.sync();
  const envelopes = world.mailboxes.flatMap((mailbox) => mailbox.operatorView().flatMap((shelf) => shelf.envelopes));
  const mailbox = world.mailboxes[0]?.address ?? '';
  return { world, ada, grace, envelopes, arrival: { mailbox } };
}

describe('an introduction that is replayed', () => {
  it('A8: is one message and one session, a thousand times, across restarts, and when the session is gone', async () => {
    const { world, grace, envelopes, arrival } = await introduced('replay');
    let parts = await grace.openParts();
    for (const envelope of envelopes) await parts.inbox.receive(envelope, arrival);
    const before = stateOf(grace.store);
    expect(before.messages).toHaveLength(1);
    expect(before.sessions).toHaveLength(1);
    for (let time = 0; time < 1_000; time++) {
      if (time % 250 === 249) {
        await grace.kill();
        parts = await grace.openParts();
      }
      if (time === 500) {
        await grace.store.commit(before.sessions.map(({ id }) => ({ kind: 'delete-session', id })));
        await parts.context.links.reload();
      }
      const envelope = world.prng.pick(envelopes);
      const copy = world.prng.chance(0.5) ? envelope : withOtherTtl(envelope, 1_000 + time);
      await parts.inbox.receive(copy, arrival);
    }
    expect(stateOf(grace.store)).toEqual({ ...before, sessions: [], sessionTraces: [] });
  });
});

describe('a corrupted introduction', () => {
  it('A10: leaves keys and stores untouched, whichever bit of the outer layer is wrong', async () => {
    const { world, grace, envelopes, arrival } = await introduced('outer');
    const parts = await grace.openParts();
    const before = stateOf(grace.store);
    for (let time = 0; time < 100; time++) {
      const result = await parts.inbox.receive(flipPayloadBit(world.prng.pick(envelopes), world.prng), arrival);
      expect(result.kind).toBe('refused');
    }
    expect(stateOf(grace.store)).toEqual(before);
    for (const envelope of envelopes) await parts.inbox.receive(envelope, arrival);
    expect(contentsOf(grace.store).messages).toHaveLength(1);
  });

  it('A10: leaves keys and stores untouched when somebody wraps it anew', async () => {
    const { world, grace, envelopes, arrival } = await introduced('inner');
    const parts = await grace.openParts();
    const intact = await unwrap(envelopes[0] ?? new Uint8Array(0), parts.context.prekeys.signedKeys());
    const before = stateOf(grace.store);
    const tampered = tamper(intact, world.prng.bytes(2_000));
    for (const introduction of tampered) {
      const result = await parts.inbox.receive(await sealIntroduction(introduction, intact.to, world.prng), arrival);
      expect(result.kind).toBe('refused');
    }
    expect(tampered.length).toBeGreaterThan(10);
    expect(stateOf(grace.store)).toEqual(before);
    // The untouched one still opens: nothing was used up.
    await parts.inbox.receive(await sealIntroduction(intact.introduction, intact.to, world.prng), arrival);
    expect(contentsOf(grace.store).sessions).toHaveLength(1);
  });
});

describe('a signed prekey', () => {
  it('A7: is gone from the store once it was rotated and its grace is over, and opens nothing any more', async () => {
    const { world, grace, envelopes, arrival } = await introduced('rotation');
    for (const mailbox of world.mailboxes) mailbox.loseEverything();
    const first = [...(await grace.store.prekeys('signed')), ...(await grace.store.prekeys('kem'))];
    expect(first).toHaveLength(2);
    for (let turn = 0; turn < 2; turn++) {
      await world.pass(LIMITS.SIGNED_PREKEY_ROTATION_SECONDS * 1_000);
      await grace.open();
      await grace.sync();
      await grace.kill();
    }
    const left = [...(await grace.store.prekeys('signed')), ...(await grace.store.prekeys('kem'))];
    expect(left.filter(({ id }) => first.some((old) => old.id === id))).toEqual([]);
    expect(left).toHaveLength(4);
    // What was sealed to it is of no use to anybody, the thief of the key included.
    const parts = await grace.openParts();
    const before = stateOf(grace.store);
    for (const envelope of envelopes) expect((await parts.inbox.receive(envelope, arrival)).kind).toBe('refused');
    expect(stateOf(grace.store)).toEqual(before);
  });
});

async function unwrap(
  envelope: Uint8Array,
  signedPrekeys: Parameters<typeof openIntroductionPayload>[0]['signedPrekeys'],
) {
  const decoded = decodeEnvelope(envelope).envelope;
  const topic = asTopic(decoded.topic);
  const introduction = await openIntroductionPayload({ sealed: decoded.payload.subarray(1), topic, signedPrekeys });
  const recipientKey = signedPrekeys[0]?.publicKey;
  if (introduction === undefined || recipientKey === undefined) throw new TypeError('not an introduction to Grace');
  return { introduction, to: { topic, recipientKey } };
}

/** Every field of an introduction changed on its own. */
function tamper(
  { introduction }: { readonly introduction: Introduction & { readonly initialMessage: InitialMessage } },
  noise: Uint8Array,
): Introduction[] {
  const { initialMessage: message } = introduction;
  const inner = (change: Partial<typeof message>): Introduction => ({
    ...introduction,
    initialMessage: { ...message, ...change },
  });
  const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const last = message.ciphertext.length - 1;
  return [
    { ...introduction, deviceId: flip(introduction.deviceId, 3) },
    { ...introduction, accountLog: flip(introduction.accountLog, 60) },
    { ...introduction, accountLog: noise.slice(0, 200) },
    inner({ ephemeralKey: flip(message.ephemeralKey, 5) }),
    inner({ ephemeralKey: new Uint8Array(32) }),
    inner({ kemCiphertext: flip(message.kemCiphertext, 700) }),
    inner({ generation: message.generation + 1n }),
    inner({ generation: 2n ** 53n - 1n }),
    inner({ signedPrekeyId: message.signedPrekeyId + 1 }),
    inner({ oneTimePrekeyId: message.oneTimePrekeyId + 1 }),
    inner({ oneTimePrekeyId: 0, kemPrekeyId: 1 }),
    inner({ ciphertext: flip(message.ciphertext, 0) }),
    inner({ ciphertext: flip(message.ciphertext, last) }),
    inner({ ciphertext: noise }),
  ];
}
