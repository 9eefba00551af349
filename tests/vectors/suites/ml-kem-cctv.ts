/** ML-KEM: what the Community Cryptography Test Vectors add (attack A3). */
import { expectBytes, expectRefusal, hex } from '../expectations.ts';
import type { VectorSuite } from '../suite.ts';

const ANY_RANDOM = new Uint8Array(32);

/** `name = digits` lines; a name that comes again is an intermediate value of another step. */
function readFields(text: string): (name: string) => string {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^(\S+) = ([0-9a-f]+)$/gm)) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return (name) => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`the file has no ${name}`);
    return value;
  };
}

/** One encapsulation key a line, each with one coefficient that is not below the modulus. */
function modulus(size: 768 | 1024): VectorSuite {
  return {
    name: `ml-kem-${size} cctv modulus`,
    file: `cctv/ML-KEM-modulus-ML-KEM-${size}.txt.gz`,
    cases: (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line, index) => ({
          id: `line ${index + 1}`,
          check: ({ provider }) =>
            expectRefusal(() => provider[`mlKem${size}`].encapsulate(hex(line), ANY_RANDOM), 'the encapsulation key'),
        })),
  };
}

/** A ciphertext that a comparison which stops at a zero byte would take for the re-encrypted one. */
function strcmp(size: 768 | 1024): VectorSuite {
  return {
    name: `ml-kem-${size} cctv strcmp`,
    file: `cctv/ML-KEM-strcmp-ML-KEM-${size}.txt`,
    cases(text) {
      const field = readFields(text);
      return [
        {
          id: 'strcmp',
          check({ expandedKems }) {
            const secret = expandedKems[`mlKem${size}`].decapsulate(hex(field('dk')), hex(field('c')));
            expectBytes(secret, field('K'), 'the shared secret');
          },
        },
      ];
    },
  };
}

/**
 * A key for which sampling rejects unusually often, and a run with every intermediate value. Both were made before the
 * standard mixed the parameter set into key generation, so the keys are taken as they are and their seeds are not used.
 */
function encapsulation(name: string, size: 768 | 1024): VectorSuite {
  return {
    name: `ml-kem-${size} cctv ${name}`,
    file: `cctv/ML-KEM-${name}-ML-KEM-${size}.txt`,
    cases(text) {
      const field = readFields(text);
      return [
        {
          id: name,
          check({ provider, expandedKems }) {
            const { ciphertext, sharedSecret } = provider[`mlKem${size}`].encapsulate(
              hex(field('ek')),
              hex(field('m')),
            );
            expectBytes(ciphertext, field('c'), 'the ciphertext');
            expectBytes(sharedSecret, field('K'), 'the shared secret');
            const opened = expandedKems[`mlKem${size}`].decapsulate(hex(field('dk')), ciphertext);
            expectBytes(opened, field('K'), 'the opened secret');
          },
        },
      ];
    },
  };
}

export const mlKemCctvSuites: readonly VectorSuite[] = [
  modulus(768),
  modulus(1024),
  strcmp(768),
  strcmp(1024),
  encapsulation('unluckysample', 768),
  encapsulation('unluckysample', 1024),
  encapsulation('intermediate', 768),
];
