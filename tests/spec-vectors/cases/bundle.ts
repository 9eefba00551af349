/** Prekey bundles: what verifies against a log, and what is refused (specs/02 §3). */
import { appendOperation, createBundle, createKemPrekey, createSignedPrekey, encodeAccountLog } from '@sotto/identity';
import { asTopic, parseHex } from '@sotto/wire';
import { join } from '../../reference/bytes.ts';
import { signature } from '../../reference/canonical.ts';
import { decodeFields, encodeFields, type Field, type Value } from '../../reference/protobuf.ts';
import { type Case, hex } from '../vector.ts';
import { type Account, account, mailboxAddress } from './account.ts';
import { damaged } from './forged-packet.ts';
import { NOW_MS } from './people.ts';
import { WEAK_KEYS } from './weak-keys.ts';

const NUMBER = 7;
const DAY_MS = 86_400_000;

async function bundleOf({ state, device, random }: Account): Promise<Uint8Array> {
  const maker = { accountId: state.accountId, deviceKeys: device, random, nowMs: NOW_MS };
  const { published: signedPrekey } = await createSignedPrekey({ ...maker, id: 3 });
  const { published: kemPrekey } = createKemPrekey({ ...maker, id: 4 });
  const intro = { mailboxes: [mailboxAddress(1)], topic: asTopic(random(32)), writeKey: random(32) };
  return createBundle({ ...maker, number: NUMBER, signedPrekey, kemPrekey, intro });
}

function bytesAt(fields: readonly Field[], number: number): Uint8Array {
  const value = fields.find((field) => field.number === number)?.value;
  if (value === undefined || typeof value === 'number') throw new RangeError('no such field');
  return value;
}

/** With this value in one field; without the field when it is `undefined`. */
function withField(bytes: Uint8Array, number: number, value: Value | undefined): Uint8Array {
  const others = decodeFields(bytes).filter((field) => field.number !== number);
  const fields = value === undefined ? others : [...others, { number, value }];
  return encodeFields(fields.toSorted((a, b) => a.number - b.number));
}

export async function bundleCases(): Promise<Case[]> {
  const cases: Case[] = [];
  const grace = await account('grace');
  const { state, device, recovery } = grace;
  const whole = await bundleOf(grace);
  const add = (name: string, story: string, bundle: Uint8Array, expect = 'success', change: object = {}) => {
    const input = {
      log: hex(encodeAccountLog(state)),
      bundle: hex(bundle),
      now_ms: NOW_MS + DAY_MS,
      minimum_number: NUMBER,
    };
    cases.push({ path: `bundle/${name}`, spec: '02 §3', story, run: 'bundle', input: { ...input, ...change }, expect });
  };
  add('genuine', 'A bundle a day after it was published.', whole);
  add('last-moment', 'At the last millisecond of its life.', whole, 'success', { now_ms: NOW_MS + 30 * DAY_MS });

  const refuse = (name: string, story: string, expect: string, bundle: Uint8Array, change: object = {}) =>
    add(`refused-${name}`, story, bundle, expect, change);
  const body = bytesAt(decodeFields(whole), 1);
  const resigned = (changed: Uint8Array) =>
    encodeFields([
      { number: 1, value: changed },
      { number: 2, value: signature(device.signingKey.secretKey, 'bundleSignature', changed) },
    ]);
  const field = (number: number, value: Value | undefined) => resigned(withField(body, number, value));
  add('unknown-field-of-body', 'An unknown field of the signed body is ignored.', field(50, 1));
  const stranger = await account('stranger');
  refuse('other-account', 'It is verified against the log of another account.', 'wrong-recipient', whole, {
    log: hex(encodeAccountLog(stranger.state)),
  });
  const operation = { kind: 'revokeDevice', deviceId: device.deviceId } as const;
  const revoked = appendOperation({ state, operation, signers: [recovery], nowMs: NOW_MS });
  refuse('revoked-device', 'The device was revoked.', 'bad-key', whole, { log: hex(encodeAccountLog(revoked)) });
  refuse(
    'identity-key',
    'The identity key is not the one of the log.',
    'bad-key',
    field(4, stranger.device.identityKey.publicKey),
  );
  refuse('signature', 'The last byte of the signature was changed.', 'bad-signature', damaged(whole, -1));
  refuse('version', 'The version is 2.', 'wrong-version', field(1, 2));
  refuse(
    'unknown-field',
    'The bundle itself has an unknown field.',
    'unknown-type',
    join(whole, encodeFields([{ number: 3, value: 1 }])),
  );
  refuse('lower-number', 'A newer bundle was seen (A12).', 'stale-bundle', whole, { minimum_number: NUMBER + 1 });
  refuse('expired', 'Its time is over (A12).', 'stale-bundle', whole, { now_ms: NOW_MS + 30 * DAY_MS + 1 });
  refuse('far-future', 'It was made more than 30 days ahead of the own clock.', 'stale-bundle', whole, {
    now_ms: NOW_MS - 30 * DAY_MS - 1,
  });
  refuse('long-life', 'It lives a millisecond too long.', 'malformed', field(7, NOW_MS + 30 * DAY_MS + 1));
  refuse('no-kem-prekey', 'There is no KEM prekey.', 'downgrade', field(9, undefined));
  refuse('no-capability', 'The capability of a post-quantum handshake is missing.', 'downgrade', field(11, undefined));
  const signedPrekey = bytesAt(decodeFields(body), 8);
  const kemPrekey = bytesAt(decodeFields(body), 9);
  refuse(
    'signed-prekey-signature',
    'The signature of the signed prekey was changed.',
    'bad-signature',
    field(8, damaged(signedPrekey, -1)),
  );
  refuse(
    'kem-prekey-signature',
    'The signature of the KEM prekey was changed.',
    'bad-signature',
    field(9, damaged(kemPrekey, -1)),
  );
  refuse(
    'prekey-id',
    'The id of the signed prekey was changed, not its signature.',
    'bad-signature',
    field(8, withField(signedPrekey, 1, 5)),
  );
  refuse(
    'prekey-id-zero',
    'The id of the signed prekey is 0.',
    'malformed',
    field(8, withField(signedPrekey, 1, undefined)),
  );
  const weak = parseHex(WEAK_KEYS['small-order-eight'] ?? '');
  const { secretKey } = device.signingKey;
  const owner = [state.accountId, device.deviceId] as const;
  const signed = signature(secretKey, 'signedPrekeySignature', ...owner, 3, weak);
  refuse(
    'weak-signed-prekey',
    'The signed prekey is of small order, and signed (A1).',
    'bad-key',
    field(8, withField(withField(signedPrekey, 2, weak), 3, signed)),
  );
  const key = bytesAt(decodeFields(signedPrekey), 2);
  const mistaken = signature(secretKey, 'kemPrekeySignature', ...owner, 3, key);
  refuse(
    'label',
    'The signed prekey is signed under the label of KEM prekeys (A5).',
    'bad-signature',
    field(8, withField(signedPrekey, 3, mistaken)),
  );
  return cases;
}
