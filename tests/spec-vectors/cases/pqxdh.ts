/** PQXDH, both sides (specs/03 §2, §4, §5). */
import { formatHex, parseHex } from '@sotto/wire';
import type { InitialFields } from '../../differential/implementation.ts';
import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { encodeFields } from '../../reference/protobuf.ts';
import { seal } from '../../reference/ratchet.ts';
import type { Case, JsonObject } from '../vector.ts';
import { damaged, forgedPacket } from './forged-packet.ts';
import { introduce } from './introduction.ts';
import { initialMessage, initiatorInput, NOW_MS, recipientInput } from './people.ts';
import { NOT_PRIME_ORDER, WEAK_KEYS } from './weak-keys.ts';

const FOLDER = 'pqxdh';

function recorded(seed: string, length: number): string {
  return formatHex(recordedBytes(seed)(length));
}

/** 32 for the ephemeral key, 32 for the encapsulation, 32 for the ratchet key. */
const initiationBytes = (seed: string) => recorded(`vector initiation ${seed}`, 96);
const acceptanceBytes = (seed: string) => recorded(`vector acceptance ${seed}`, 32);

function changed(input: JsonObject, member: string, change: JsonObject): JsonObject {
  return { ...input, [member]: { ...(input[member] as JsonObject), ...change } };
}

async function initiations(): Promise<Case[]> {
  const cases: Case[] = [];
  const add = (name: string, story: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `${FOLDER}/initiate-${name}`, spec: '03 §4', story, run: 'initiate', input, expect });
  const [once, last] = [await introduce('one-time', true), await introduce('last-resort', false)];
  const input = { ...initiatorInput(once.setting), fresh: initiationBytes('one-time') };
  const without = { ...initiatorInput(last.setting), fresh: initiationBytes('last-resort') };
  add('one-time-prekey', 'Ada starts a session with a one-time prekey of Grace.', input);
  add('last-resort', 'No one-time prekey is left: the KEM prekey of last resort is used.', without);
  const refused = { ...input, fresh: '' };
  for (const [fault, key] of Object.entries({ ...WEAK_KEYS, ...NOT_PRIME_ORDER })) {
    const story = `The recipient's identity key is ${fault.replaceAll('-', ' ')}.`;
    add(`refused-identity-${fault}`, story, changed(refused, 'recipient', { identity_key: key }), 'bad-key');
  }
  const torsioned = NOT_PRIME_ORDER['torsioned'] ?? '';
  const weakSigned = changed(refused, 'signed_prekey', { public_key: torsioned });
  add('refused-signed-prekey-torsioned', 'The signed prekey is torsioned.', weakSigned, 'bad-key');
  const weakOnce = changed(refused, 'one_time_prekey', { public_key: torsioned });
  add('refused-one-time-prekey-torsioned', 'The one-time prekey is torsioned.', weakOnce, 'bad-key');
  const kem = String((initiatorInput(last.setting)['kem_prekey'] as JsonObject)['public_key']);
  const above = changed({ ...without, fresh: without.fresh.slice(0, 128) }, 'kem_prekey', {
    public_key: `ffffff${kem.slice(6)}`,
  });
  add('refused-kem-above-modulus', 'The KEM prekey has a coefficient that is not below the modulus.', above, 'bad-key');
  const noId = changed(refused, 'signed_prekey', { id: 0 });
  add('refused-prekey-id-zero', 'The signed prekey has the id 0.', noId, 'invalid-argument');
  return cases;
}

async function acceptances(): Promise<Case[]> {
  const cases: Case[] = [];
  const add = (name: string, story: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `${FOLDER}/accept-${name}`, spec: '03 §5', story, run: 'accept', input, expect });
  const once = await introduce('one-time', true);
  const last = await introduce('last-resort', false);
  const inputOf = ({ setting, used, packet }: typeof once, seed: string) => ({
    ...recipientInput(setting),
    initial_message: formatHex(initialMessage(used, packet)),
    fresh: acceptanceBytes(seed),
  });
  const input = inputOf(once, 'one-time');
  add('one-time-prekey', 'Grace accepts a session with a one-time prekey.', input);
  add('last-resort', 'Grace accepts a session without a one-time prekey.', inputOf(last, 'last-resort'));
  const second = seal(once.initiator, new TextEncoder().encode('Are you there?'), recordedBytes('second')).packet;
  const later = formatHex(initialMessage(once.used, second));
  add('second-message-first', 'The second message of the introduction comes before the first.', {
    ...input,
    initial_message: later,
  });

  const refused = { ...input, fresh: '' };
  const withMessage = (change: Partial<InitialFields>, packet = once.packet, generation = NOW_MS) => ({
    ...refused,
    initial_message: formatHex(initialMessage({ ...once.used, ...change }, packet, generation)),
  });
  const { initiator, recipient } = recipientInput(last.setting);
  add(
    'refused-other-account',
    'Another account claims the message (A6).',
    {
      ...changed(refused, 'initiator', { account_id: (initiator as JsonObject)['account_id'] ?? '' }),
    },
    'bad-tag',
  );
  add(
    'refused-other-device-id',
    'The recipient has another device id.',
    {
      ...changed(refused, 'recipient', { device_id: (recipient as JsonObject)['device_id'] ?? '' }),
    },
    'bad-tag',
  );
  add(
    'refused-generation',
    'The generation was changed on the way.',
    withMessage({}, once.packet, NOW_MS + 1),
    'bad-tag',
  );
  const ciphertext = damaged(once.used.kemCiphertext, 100);
  add(
    'refused-kem-ciphertext',
    'The KEM ciphertext was changed: it gives an unrelated secret.',
    withMessage({ kemCiphertext: ciphertext }),
    'bad-tag',
  );
  add(
    'refused-packet',
    'A byte of the ratchet ciphertext was changed.',
    withMessage({}, damaged(once.packet, -1)),
    'bad-tag',
  );
  const far = forgedPacket(once.initiator, { header: { number: 2_001 } });
  add(
    'refused-too-far',
    'The first message that arrives is number 2,001 of its chain.',
    withMessage({}, far),
    'gap-too-large',
  );
  add(
    'refused-ephemeral-torsioned',
    'The ephemeral key is torsioned (A2).',
    withMessage({ ephemeralKey: parseHex(NOT_PRIME_ORDER['torsioned'] ?? '') }),
    'bad-key',
  );
  add(
    'refused-ephemeral-zero',
    'The ephemeral key is of small order (A1).',
    withMessage({ ephemeralKey: new Uint8Array(32) }),
    'bad-key',
  );
  add(
    'refused-ephemeral-short',
    'The ephemeral key has 31 bytes.',
    withMessage({ ephemeralKey: once.used.ephemeralKey.slice(1) }),
    'wrong-length',
  );
  add(
    'refused-kem-ciphertext-short',
    'The KEM ciphertext has 1,567 bytes.',
    withMessage({ kemCiphertext: once.used.kemCiphertext.slice(1) }),
    'wrong-length',
  );
  add(
    'refused-both-kem-keys',
    'The message names a KEM prekey and a one-time prekey.',
    withMessage({ kemPrekeyId: 1 }),
    'malformed',
  );
  add(
    'refused-no-kem-key',
    'The message names neither a KEM prekey nor a one-time prekey.',
    withMessage({ oneTimePrekeyId: 0 }),
    'malformed',
  );
  const message = initialMessage(once.used, once.packet);
  const rest = message.slice(2);
  add(
    'refused-version',
    'The message has version 2.',
    { ...refused, initial_message: `0802${formatHex(rest)}` },
    'wrong-version',
  );
  const twice = encodeFields([
    { number: 1, value: 1 },
    { number: 1, value: 1 },
  ]);
  add(
    'refused-not-canonical',
    'The version is there twice.',
    { ...refused, initial_message: formatHex(twice) + formatHex(rest) },
    'not-canonical',
  );
  return cases;
}

export async function pqxdhCases(): Promise<Case[]> {
  return [...(await initiations()), ...(await acceptances())];
}
