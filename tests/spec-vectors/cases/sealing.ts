/** Sealing to a stranger, padding, envelopes (specs/03 §6, specs/05). */
import { recordedBytes } from '../../differential/recorded-bytes.ts';
import { keyPair } from '../../reference/agreement.ts';
import { join } from '../../reference/bytes.ts';
import { type Envelope, encodeEnvelope } from '../../reference/envelope.ts';
import { introductionPurpose, sealBase } from '../../reference/hpke.ts';
import { encodeFields } from '../../reference/protobuf.ts';
import { type Case, hex, type JsonObject } from '../vector.ts';
import { damaged } from './forged-packet.ts';
import { WEAK_KEYS } from './weak-keys.ts';

function strangers(): Case[] {
  const cases: Case[] = [];
  const draw = recordedBytes('strangers');
  const [recipient, ephemeral, topic, other] = [keyPair(draw(32)), keyPair(draw(32)), draw(32), draw(32)];
  const plaintext = draw(100);
  const add = (name: string, story: string, run: string, input: JsonObject, expect = 'success') =>
    cases.push({ path: `sealing/${name}`, spec: '03 §6', story, run, input, expect });
  const input = { recipient_key: hex(recipient.publicKey), topic: hex(topic), plaintext: hex(plaintext) };
  add('seal', 'Seals to a signed prekey for a topic.', 'seal-to-stranger', {
    ...input,
    fresh: hex(ephemeral.secretKey),
  });
  for (const [fault, key] of Object.entries(WEAK_KEYS)) {
    const weak = { ...input, recipient_key: key, fresh: hex(ephemeral.secretKey) };
    add(
      `seal-refused-${fault}`,
      `The recipient's key is ${fault.replaceAll('-', ' ')} (A1).`,
      'seal-to-stranger',
      weak,
      'bad-key',
    );
  }
  const sealed = sealBase(recipient.publicKey, ephemeral, introductionPurpose(topic), plaintext);
  const opening = { recipient_secret: hex(recipient.secretKey), topic: hex(topic), sealed: hex(sealed) };
  const open = (name: string, story: string, change: JsonObject, expect: string) =>
    add(`open-${name}`, story, 'open-from-stranger', { ...opening, ...change }, expect);
  open('genuine', 'Opens what was sealed to the signed prekey.', {}, 'success');
  open('refused-other-topic', 'It was sealed for another topic.', { topic: hex(other) }, 'bad-tag');
  open('refused-other-key', 'It was sealed to another key.', { recipient_secret: hex(other) }, 'bad-tag');
  open('refused-damaged', 'The last byte was changed.', { sealed: hex(damaged(sealed, -1)) }, 'bad-tag');
  open('refused-short', 'It is shorter than key and tag.', { sealed: hex(sealed.slice(0, 47)) }, 'bad-tag');
  for (const [fault, key] of Object.entries(WEAK_KEYS)) {
    const weak = { sealed: key + hex(sealed.slice(32)) };
    open(`refused-${fault}`, `The encapsulated key is ${fault.replaceAll('-', ' ')} (A1).`, weak, 'bad-key');
  }
  return cases;
}

function paddings(): Case[] {
  const add = (name: string, story: string, run: string, input: JsonObject, expect = 'success'): Case => {
    return { path: `padding/${name}`, spec: '05 §3', story, run, input, expect };
  };
  const pad = (length: number, overhead: number) => ({ data: '5a'.repeat(length), overhead });
  return [
    add('empty', 'Nothing is padded to 512 bytes, of which sealing adds 112.', 'pad', pad(0, 112)),
    add('fills-a-bucket', 'Data and marker fill a bucket.', 'pad', pad(399, 112)),
    add('next-bucket', 'One byte more goes to the next bucket.', 'pad', pad(400, 112)),
    add('padme', 'Above 4,096 bytes sizes are those of PADMÉ.', 'pad', pad(4_000, 112)),
    add('refused-too-large', 'Nothing is larger than MAX_PAYLOAD_BYTES.', 'pad', pad(10, 65_536), 'too-large'),
    add('remove', 'Marker and zeros are removed.', 'unpad', { padded: `01800080${'00'.repeat(12)}` }),
    add(
      'refused-no-marker',
      'There is no marker before the zeros.',
      'unpad',
      { padded: `01${'00'.repeat(15)}` },
      'malformed',
    ),
    add('refused-only-zeros', 'There is nothing but zeros.', 'unpad', { padded: '00'.repeat(16) }, 'malformed'),
    add('refused-empty', 'There is nothing.', 'unpad', { padded: '' }, 'malformed'),
  ];
}

function envelopes(): Case[] {
  const cases: Case[] = [];
  const draw = recordedBytes('envelopes');
  const whole: Envelope = { topic: draw(32), payload: draw(512), ttlSeconds: 86_400, admission: new Uint8Array(0) };
  const add = (name: string, story: string, bytes: Uint8Array, expect = 'success') => {
    const input = { envelope: hex(bytes) };
    cases.push({ path: `envelope/${name}`, spec: '05 §1', story, run: 'envelope', input, expect });
  };
  const changed = (name: string, story: string, change: Partial<Envelope>, expect = 'success') =>
    add(name, story, encodeEnvelope({ ...whole, ...change }), expect);
  const bytes = encodeEnvelope(whole);
  changed('plain', 'An envelope of the smallest size.', {});
  changed('admission', 'With an admission proof, which is not part of the id.', { admission: draw(40) });
  changed('longest-life', 'With the longest time to live.', { ttlSeconds: 2_592_000 });
  changed('refused-topic', 'The topic has 31 bytes.', { topic: draw(31) }, 'wrong-length');
  changed('refused-payload-size', 'The payload is not of a padded size.', { payload: draw(513) }, 'wrong-length');
  changed('refused-no-life', 'There is no time to live.', { ttlSeconds: 0 }, 'malformed');
  changed('refused-long-life', 'The time to live is a second too long.', { ttlSeconds: 2_592_001 }, 'malformed');
  changed('refused-admission', 'The admission proof has 1,025 bytes.', { admission: draw(1_025) }, 'too-large');
  add('refused-version', 'The version is 2.', join(Uint8Array.of(8, 2), bytes.slice(2)), 'wrong-version');
  add(
    'refused-unknown-field',
    'There is an unknown field.',
    join(bytes, encodeFields([{ number: 6, value: 1 }])),
    'malformed',
  );
  add('refused-order', 'The version comes last.', join(bytes.slice(2), bytes.slice(0, 2)), 'not-canonical');
  add(
    'refused-default',
    'An empty admission proof is written out.',
    join(bytes, Uint8Array.of(0x2a, 0)),
    'not-canonical',
  );
  add(
    'refused-long-number',
    'The time to live is written in more bytes than it needs.',
    longNumber(bytes),
    'not-canonical',
  );
  add('refused-cut', 'The last byte is missing.', bytes.slice(0, -1), 'malformed');
  add('refused-left-over', 'A byte is left over.', join(bytes, Uint8Array.of(0)), 'malformed');
  return cases;
}

/** The last byte of the last number says that another follows, and a zero does. */
function longNumber(bytes: Uint8Array): Uint8Array {
  const last = (bytes.at(-1) ?? 0) | 0x80;
  return join(bytes.slice(0, -1), Uint8Array.of(last, 0));
}

export function sealingCases(): Case[] {
  return [...strangers(), ...paddings(), ...envelopes()];
}
