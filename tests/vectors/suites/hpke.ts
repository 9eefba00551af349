/** HPKE: RFC 9180 §A.2.1, sequence number 0. The package exports what its HPKE is for, not HPKE itself. */

import { concatBytes, formatHex } from '@sotto/wire';
import { hpkeOpen, hpkeSeal } from '../../../packages/crypto/src/hpke.ts';
import { RFC9180_ANSWER } from '../../../packages/crypto/src/testing/rfc9180.ts';
import { expectBytes, expectRefusal } from '../expectations.ts';
import type { Subject, VectorSuite } from '../suite.ts';

const { info, associatedData, plaintext, encapsulated, ciphertext } = RFC9180_ANSWER;
const SEALED = concatBytes(encapsulated, ciphertext);

function openWith(changes: {
  readonly sealed?: Uint8Array;
  readonly info?: Uint8Array;
  readonly associatedData?: Uint8Array;
}) {
  return async ({ provider }: Subject) => {
    const recipient = await provider.x25519.keyPair(RFC9180_ANSWER.recipientSecret);
    return await hpkeOpen(provider, { recipient, sealed: SEALED, info, associatedData, ...changes });
  };
}

const REFUSED = {
  'a changed byte': { sealed: SEALED.map((byte, index) => (index === SEALED.length - 1 ? byte ^ 1 : byte)) },
  'another info': { info: associatedData },
  'other associated data': { associatedData: info },
};

export const hpkeSuites: readonly VectorSuite[] = [
  {
    name: 'hpke rfc9180',
    cases: () => [
      {
        id: 'sealing',
        async check({ provider }) {
          const ephemeral = await provider.x25519.keyPair(RFC9180_ANSWER.ephemeralSecret);
          const recipientKey = RFC9180_ANSWER.recipientPublic;
          const sealed = await hpkeSeal(provider, { recipientKey, ephemeral, info, associatedData, plaintext });
          expectBytes(sealed, formatHex(SEALED), 'the sealed message');
        },
      },
      {
        id: 'opening',
        check: async (subject) => expectBytes(await openWith({})(subject), formatHex(plaintext), 'the plaintext'),
      },
      ...Object.entries(REFUSED).map(([what, changes]) => ({
        id: `opening with ${what}`,
        check: (subject: Subject) => expectRefusal(() => openWith(changes)(subject), what),
      })),
    ],
  },
];
