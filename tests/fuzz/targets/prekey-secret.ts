/** Secret halves of prekeys at rest: the first byte says which kind is asked for. */
import {
  createKemPrekey,
  createOneTimePrekeys,
  createSignedPrekey,
  decodeKemPrekey,
  decodeOneTimePrekey,
  decodeSignedPrekey,
} from '@sotto/identity';
import { joinedBytes } from '../joined-bytes.ts';
import { account, mailboxAddress, NOW_MS } from '../people.ts';
import type { FuzzTarget, Verdict } from '../target.ts';

const KINDS = ['signed', 'kem', 'one-time'] as const;

export async function openTarget(): Promise<FuzzTarget> {
  const { state, device: deviceKeys, random } = await account('prekeys');
  const maker = { accountId: state.accountId, deviceKeys, random, nowMs: NOW_MS };
  const oneTime = await createOneTimePrekeys({ ...maker, firstId: 1, count: 1, mailbox: mailboxAddress(1) });
  const made = [await createSignedPrekey({ ...maker, id: 1 }), createKemPrekey({ ...maker, id: 1 }), ...oneTime];
  return {
    covers: ['identity decodeSignedPrekey', 'identity decodeKemPrekey', 'identity decodeOneTimePrekey'],
    shape: 'bytes',
    maxBytes: 256,
    seeds: made.map(({ record }, kind) => joinedBytes(Uint8Array.of(kind), record.secret)),
    run,
  };
}

async function run(input: Uint8Array): Promise<Verdict> {
  const kind = KINDS[(input[0] ?? 0) % KINDS.length] ?? 'signed';
  const record = { kind, id: 1, createdAtMs: NOW_MS, secret: input.subarray(1) };
  if (kind === 'signed') await decodeSignedPrekey(record);
  else if (kind === 'kem') decodeKemPrekey(record);
  else await decodeOneTimePrekey(record);
  return 'accepted';
}
