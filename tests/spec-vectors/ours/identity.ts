/** Runs the vectors of account logs, bundles, safety numbers and contact links with our packages. */
import { type SafetyParty, safetyCode, safetyNumber, verifySafetyCode } from '@sotto/crypto';
import {
  type AccountState,
  adoptLog,
  formatContactLink,
  keyDigest,
  parseContactLink,
  verifyAccountLog,
  verifyBundle,
} from '@sotto/identity';
import { asAccountId, asDeviceId } from '@sotto/wire';
import { hex, type Input, type JsonObject, type Runs } from '../vector.ts';

function shown(state: AccountState): JsonObject {
  return {
    account_id: hex(state.accountId),
    head: { sequence: state.head.sequence, hash: hex(state.head.hash) },
    authorities: state.authorities.map(({ publicKey }) => hex(publicKey)),
    devices: state.devices.map((device) => ({
      device_id: hex(device.deviceId),
      signing_key: hex(device.signingKey),
      identity_key: hex(device.identityKey),
    })),
    revoked_device_ids: state.revokedDeviceIds.map(hex),
    mailboxes: [...state.mailboxes],
    key_digest: hex(keyDigest(state)),
  };
}

function safetyParty(input: Input): SafetyParty {
  return {
    accountId: asAccountId(input.hex('account_id')),
    authorities: input.hexList('authorities'),
    devices: input.list('devices').map((device) => ({
      deviceId: asDeviceId(device.hex('device_id')),
      signingKey: device.hex('signing_key'),
      identityKey: device.hex('identity_key'),
    })),
  };
}

function parties(input: Input) {
  return { ours: safetyParty(input.object('ours')), theirs: safetyParty(input.object('theirs')) };
}

export const identityRuns: Runs = {
  'account-log'(input) {
    const known = input.has('account_id') ? { accountId: asAccountId(input.hex('account_id')) } : {};
    return shown(verifyAccountLog(input.hex('log'), known));
  },

  'adopt-log'(input) {
    return shown(adoptLog(verifyAccountLog(input.hex('known')), input.hex('offered')));
  },

  bundle(input) {
    const bundle = verifyBundle({
      state: verifyAccountLog(input.hex('log')),
      bytes: input.hex('bundle'),
      nowMs: input.number('now_ms'),
      minimumNumber: input.number('minimum_number'),
    });
    return {
      device_id: hex(bundle.deviceId),
      number: bundle.number,
      signed_prekey: { id: bundle.signedPrekey.id, public_key: hex(bundle.signedPrekey.publicKey) },
      kem_prekey: { id: bundle.kemPrekey.id, public_key: hex(bundle.kemPrekey.publicKey) },
      topic: hex(bundle.intro.topic),
      write_key: hex(bundle.intro.writeKey),
      mailboxes: [...bundle.intro.mailboxes],
    };
  },

  'safety-number'(input) {
    return { number: safetyNumber(parties(input)), code: hex(safetyCode(parties(input))) };
  },

  'check-safety-code'(input) {
    return { verifies: verifySafetyCode({ ...parties(input), code: input.hex('code') }) };
  },

  'contact-link'(input) {
    const link = parseContactLink(input.text('text'));
    return {
      account_id: hex(link.accountId),
      head: { sequence: link.head.sequence, hash: hex(link.head.hash) },
      mailboxes: [...link.mailboxes],
      name: link.name,
      text: formatContactLink(link),
    };
  },
};
