import {
  asDeviceId,
  concatBytes,
  decodeMessage,
  type KemPrekey,
  LIMITS,
  type PrekeyBundleBody,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
  SottoError,
} from '@sotto/wire';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  DAY_MS,
  foundAccount,
  mailboxAddress,
  NOW_MS,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { type BundleFixture, changeBundle, publishBundle, signBody } from '../tests/bundle-fixture.ts';
import { createDeviceKeys, createRotatedKeys, type DeviceKeys, toDevice } from './device-keys.ts';
import { createBundle, verifyBundle } from './prekey-bundle.ts';
import { signPrekey } from './prekey-signature.ts';

const LIFETIME_MS = LIMITS.MAX_BUNDLE_AGE_SECONDS * 1_000;

let account: AccountFixture;
let bundle: BundleFixture;

beforeAll(async () => {
  account = await foundAccount('ada');
  bundle = await publishBundle(account);
});

function outcome(bytes: Uint8Array, options: { nowMs?: number; minimumNumber?: number } = {}): string {
  const { nowMs = NOW_MS, minimumNumber = 0 } = options;
  return refusal(() => verifyBundle({ bytes, state: account.state, nowMs, minimumNumber }));
}
function changed(change: (body: PrekeyBundleBody) => void): string {
  return outcome(changeBundle(bundle.bytes, account.device, change));
}
/** Signs a prekey of the test's own making as the device would. */
function resigned<Prekey extends { id: number; publicKey: Uint8Array; signature: Uint8Array }>(
  kind: 'signed' | 'kem',
  prekey: Prekey,
): Prekey {
  const { state, device } = account;
  const owner = { accountId: state.accountId, deviceId: device.deviceId };
  return { ...prekey, signature: signPrekey(owner, { kind, prekey }, device.signingKey.secretKey) };
}

describe('a bundle', () => {
  test('verifies against the log and gives what the device published', () => {
    const { options, bytes, signedPrekey, kemPrekey } = bundle;
    const verified = verifyBundle({ bytes, state: account.state, nowMs: NOW_MS, minimumNumber: 7 });
    expect(verified).toEqual({
      accountId: account.state.accountId,
      deviceId: account.device.deviceId,
      identityKey: account.device.identityKey.publicKey,
      number: 7,
      createdAtMs: NOW_MS,
      expiresAtMs: NOW_MS + LIFETIME_MS,
      signedPrekey: { id: 3, publicKey: signedPrekey.publicKey },
      kemPrekey: { id: 4, publicKey: kemPrekey.publicKey },
      intro: options.intro,
      bytes,
    });
  });

  test('keeps nothing of the bytes it was read from', () => {
    const bytes = Uint8Array.from(bundle.bytes);
    const verified = verifyBundle({ bytes, state: account.state, nowMs: NOW_MS, minimumNumber: 0 });
    bytes.fill(0);
    expect(verified.bytes).toEqual(bundle.bytes);
    expect(verified.kemPrekey.publicKey).toEqual(bundle.kemPrekey.publicKey);
  });

  test('A12: older than 30 days is refused, and one from a clock that far ahead', () => {
    expect(outcome(bundle.bytes, { nowMs: NOW_MS + LIFETIME_MS })).toBe('accepted');
    expect(outcome(bundle.bytes, { nowMs: NOW_MS + LIFETIME_MS + 1 })).toBe('stale-bundle');
    expect(outcome(bundle.bytes, { nowMs: NOW_MS - DAY_MS })).toBe('accepted');
    expect(outcome(bundle.bytes, { nowMs: NOW_MS - LIFETIME_MS - 1 })).toBe('stale-bundle');
  });

  test('A12: with a lower number than one already seen is refused', () => {
    expect(outcome(bundle.bytes, { minimumNumber: 7 })).toBe('accepted');
    expect(outcome(bundle.bytes, { minimumNumber: 8 })).toBe('stale-bundle');
  });

  test('A12: cannot give itself a longer life, nor end before it begins', () => {
    expect(
      changed((body) => {
        body.expiresAtMs += 1n;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        body.expiresAtMs = body.createdAtMs - 1n;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        body.createdAtMs = 2n ** 60n;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        body.expiresAtMs = body.createdAtMs + 1_000n;
      }),
    ).toBe('accepted');
  });

  test('A13: without its post-quantum capability or its KEM prekey is refused as a downgrade', () => {
    expect(
      changed((body) => {
        body.capabilities = 0;
      }),
    ).toBe('downgrade');
    expect(
      changed((body) => {
        body.capabilities = 2;
      }),
    ).toBe('downgrade');
    expect(
      changed((body) => {
        body.capabilities = 3;
      }),
    ).toBe('accepted');
    expect(
      changed((body) => {
        delete body.kemPrekey;
      }),
    ).toBe('downgrade');
  });

  test('A13: stripped by somebody else it is refused for its signature', () => {
    const { body, signature } = decodeMessage(PrekeyBundleSchema, bundle.bytes, LIMITS.MAX_BUNDLE_BYTES);
    const stripped = decodeMessage(
      PrekeyBundleSchema,
      changeBundle(bundle.bytes, account.device, (each) => {
        delete each.kemPrekey;
      }),
      LIMITS.MAX_BUNDLE_BYTES,
    );
    const parts = [
      Uint8Array.of(0x0a),
      varint(stripped.body.length),
      stripped.body,
      Uint8Array.of(0x12, 64),
      signature,
    ];
    expect(body.length).toBeGreaterThan(stripped.body.length);
    expect(outcome(concatBytes(...parts))).toBe('bad-signature');
  });

  test('of a device that is not in the log, was revoked, or has other keys there is refused', async () => {
    const { state, device, random, recovery } = account;
    const stranger = await createDeviceKeys(random);
    const rotated = await createRotatedKeys(device, random);
    const asStranger = createBundle({ ...bundle.options, deviceKeys: stranger });
    const rotation = { kind: 'rotateDeviceKeys', device: toDevice(rotated) } as const;
    const after = append(state, rotation, device.signingKey, rotated.signingKey);
    const without = append(state, revoking(device), recovery);
    const { bytes } = bundle;
    expect(outcome(asStranger)).toBe('bad-key');
    expect(refusal(() => verifyBundle({ bytes, state: after, nowMs: NOW_MS, minimumNumber: 0 }))).toBe('bad-key');
    expect(refusal(() => verifyBundle({ bytes, state: without, nowMs: NOW_MS, minimumNumber: 0 }))).toBe('bad-key');
    expect(
      changed((body) => {
        body.identityKey = rotated.identityKey.publicKey;
      }),
    ).toBe('bad-key');
    expect(
      changed((body) => {
        body.deviceId = asDeviceId(new Uint8Array(16));
      }),
    ).toBe('bad-key');
  });

  test('A6: of one device signed by another one of the account is refused', async () => {
    const { state, device, random } = account;
    const second = await createDeviceKeys(random);
    const both = append(state, adding(second), device.signingKey, second.signingKey);
    const posing: DeviceKeys = { ...device, signingKey: second.signingKey };
    const bytes = createBundle({ ...bundle.options, deviceKeys: posing });
    expect(refusal(() => verifyBundle({ bytes, state: both, nowMs: NOW_MS, minimumNumber: 0 }))).toBe('bad-signature');
  });

  test('A6: of another account is refused, also with the same keys in its log', async () => {
    const grace = await foundAccount('grace');
    const { bytes } = await publishBundle(grace);
    expect(outcome(bytes)).toBe('wrong-recipient');
    const state = { ...account.state, accountId: grace.state.accountId };
    const verify = () => verifyBundle({ bytes: bundle.bytes, state, nowMs: NOW_MS, minimumNumber: 0 });
    expect(refusal(verify)).toBe('wrong-recipient');
  });

  test('A5: with a signature of one prekey on the other kind, of another number or device is refused', () => {
    const { signedPrekey, kemPrekey } = bundle;
    const owner = { accountId: account.state.accountId, deviceId: account.device.deviceId };
    const { secretKey } = account.device.signingKey;
    const crossed = signPrekey(owner, { kind: 'signed', prekey: kemPrekey }, secretKey);
    const elsewhere = signPrekey(
      { ...owner, deviceId: asDeviceId(new Uint8Array(16)) },
      { kind: 'signed', prekey: signedPrekey },
      secretKey,
    );
    expect(
      changed((body) => {
        body.kemPrekey = { ...kemPrekey, signature: crossed };
      }),
    ).toBe('bad-signature');
    expect(
      changed((body) => {
        body.signedPrekey = { ...signedPrekey, signature: elsewhere };
      }),
    ).toBe('bad-signature');
    expect(
      changed((body) => {
        body.signedPrekey = { ...signedPrekey, id: 9 };
      }),
    ).toBe('bad-signature');
    expect(
      changed((body) => {
        body.kemPrekey = { ...kemPrekey, id: 9 };
      }),
    ).toBe('bad-signature');
  });

  test('A1, A2, A3: with weak or malformed prekeys is refused although the device signed them', () => {
    const { signedPrekey, kemPrekey } = bundle;
    const highBit = Uint8Array.from(signedPrekey.publicKey);
    highBit[31] = (highBit[31] ?? 0) | 0x80;
    for (const publicKey of [new Uint8Array(32), highBit, signedPrekey.publicKey.subarray(1)]) {
      expect(
        changed((body) => {
          body.signedPrekey = resigned('signed', { ...signedPrekey, publicKey });
        }),
      ).toBe('bad-key');
    }
    const kem = (publicKey: Uint8Array): KemPrekey => resigned('kem', { ...kemPrekey, publicKey });
    for (const publicKey of [new Uint8Array(1_568).fill(0xff), kemPrekey.publicKey.subarray(1)]) {
      expect(
        changed((body) => {
          body.kemPrekey = kem(publicKey);
        }),
      ).toBe('bad-key');
    }
    expect(
      changed((body) => {
        body.signedPrekey = resigned('signed', { ...signedPrekey, id: 0 });
      }),
    ).toBe('malformed');
  });

  test('with a part missing, too long or of another version is refused', () => {
    const nine = Array.from({ length: LIMITS.MAX_MAILBOXES + 1 }, (_, i) => mailboxAddress(i));
    expect(
      changed((body) => {
        body.version = 2;
      }),
    ).toBe('wrong-version');
    expect(
      changed((body) => {
        delete body.signedPrekey;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        delete body.intro;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        if (body.intro) body.intro.mailboxes = nine;
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        if (body.intro) body.intro.mailboxes = ['nowhere'];
      }),
    ).toBe('malformed');
    expect(
      changed((body) => {
        if (body.intro) body.intro.topic = new Uint8Array(31);
      }),
    ).toBe('wrong-length');
    expect(
      changed((body) => {
        if (body.intro) body.intro.writeKey = new Uint8Array(33);
      }),
    ).toBe('wrong-length');
    expect(outcome(new Uint8Array(LIMITS.MAX_BUNDLE_BYTES + 1))).toBe('too-large');
  });

  test('may carry a signed field that is not known yet, but nothing beside what is signed', () => {
    const unknown = Uint8Array.of(0xf8, 0x01, 0x01);
    const { body } = decodeMessage(PrekeyBundleSchema, bundle.bytes, LIMITS.MAX_BUNDLE_BYTES);
    expect(decodeMessage(PrekeyBundleBodySchema, body, LIMITS.MAX_BUNDLE_BYTES).version).toBe(1);
    expect(outcome(signBody(concatBytes(body, unknown), account.device))).toBe('accepted');
    expect(outcome(concatBytes(bundle.bytes, unknown))).toBe('unknown-type');
  });

  test('A12: with any byte changed is refused', () => {
    fc.assert(
      fc.property(fc.nat(bundle.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = Uint8Array.from(bundle.bytes);
        mutated[at] = (mutated[at] ?? 0) ^ flip;
        expect(outcome(mutated)).not.toBe('accepted');
      }),
      { numRuns: 500 },
    );
  });

  test('G8: of any bytes is refused with a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const verify = () => verifyBundle({ bytes, state: account.state, nowMs: NOW_MS, minimumNumber: 0 });
        expect(verify).toThrow(SottoError);
      }),
      { numRuns: 200 },
    );
  });

  function varint(value: number): Uint8Array {
    return Uint8Array.of((value & 0x7f) | 0x80, value >> 7);
  }
});
