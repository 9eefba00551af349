/** A published bundle, its one-time prekeys and their upload. */
import {
  createBundle,
  createKemPrekey,
  createOneTimePrekeys,
  createSignedPrekey,
  signPrekeyUpload,
} from '@sotto/identity';
import { asTopic, type OneTimePrekey } from '@sotto/wire';
import { type Account, mailboxAddress, NOW_MS } from './people.ts';

export const BUNDLE_NUMBER = 7;

export async function bundleBytes({ state, device: deviceKeys, random }: Account, nowMs = NOW_MS): Promise<Uint8Array> {
  const maker = { accountId: state.accountId, deviceKeys, random, nowMs };
  const { published: signedPrekey } = await createSignedPrekey({ ...maker, id: 3 });
  const { published: kemPrekey } = createKemPrekey({ ...maker, id: 4 });
  const intro = { mailboxes: [mailboxAddress(1)], topic: asTopic(random(32)), writeKey: random(32) };
  return createBundle({ ...maker, number: BUNDLE_NUMBER, signedPrekey, kemPrekey, intro });
}

export async function oneTimePrekeys({ state, device: deviceKeys, random }: Account): Promise<OneTimePrekey[]> {
  const maker = { accountId: state.accountId, deviceKeys, random, nowMs: NOW_MS };
  const made = await createOneTimePrekeys({ ...maker, firstId: 1, count: 2, mailbox: mailboxAddress(1) });
  return made.map(({ published }) => published);
}

export function upload({ state, device }: Account, prekeys: readonly OneTimePrekey[], mailboxKey: Uint8Array) {
  return signPrekeyUpload({ accountId: state.accountId, deviceKeys: device, mailboxKey, prekeys });
}
