/** The decapsulation that the Node provider calls, with expanded keys. For tests only. */
import { createPrivateKey, decapsulate } from 'node:crypto';
import { concatBytes, parseHex } from '@sotto/wire';
import { badPublicKey } from '../x25519-public-key.ts';
import type { ExpandedKem, ExpandedKems } from './expanded-kem.ts';

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
const VERSION_0 = parseHex('020100');

/** One DER element of 256 … 65,535 bytes. */
function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...contents);
  return concatBytes(Uint8Array.of(tag, 0x82, content.length >> 8, content.length & 0xff), content);
}

function expandedKem(algorithm: Uint8Array, ciphertextBytes: number): ExpandedKem {
  return {
    decapsulate(decapsulationKey, ciphertext) {
      if (ciphertext.length !== ciphertextBytes) throw badPublicKey();
      // RFC 9935: the expanded form of a private key is an octet string inside the octet string of PKCS #8.
      const privateKey = element(OCTET_STRING, element(OCTET_STRING, decapsulationKey));
      const key = Buffer.from(element(SEQUENCE, VERSION_0, algorithm, privateKey));
      try {
        return Uint8Array.from(decapsulate(createPrivateKey({ key, format: 'der', type: 'pkcs8' }), ciphertext));
      } catch (cause) {
        throw badPublicKey(cause);
      }
    },
  };
}

export const nodeExpandedKems: ExpandedKems = {
  mlKem768: expandedKem(parseHex('300b0609608648016503040402'), 1_088),
  mlKem1024: expandedKem(parseHex('300b0609608648016503040403'), 1_568),
};
