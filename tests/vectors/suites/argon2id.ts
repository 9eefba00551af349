/**
 * Argon2id, version 0x13. The example of RFC 9106 uses a secret and associated data, which our interface does not have;
 * these are answers of the reference implementation's own tests.
 */
import { encodeUtf8 } from '@sotto/wire';
import { expectBytes, expectRefusal } from '../expectations.ts';
import type { Subject, VectorSuite } from '../suite.ts';

const PASSWORD = encodeUtf8('password');
const SALT = encodeUtf8('somesalt');

/** Memory in KiB, passes, lanes, key of 32 bytes. */
const ANSWERS: readonly (readonly [number, number, number, string])[] = [
  [256, 2, 1, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [256, 2, 2, '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [65_536, 1, 1, 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
];

/** What the reference refuses: a salt below 8 bytes, less than 8 KiB a lane, no pass, no lane. */
const REFUSED: readonly (readonly [string, number, number, number])[] = [
  ['short', 256, 2, 1],
  ['somesalt', 15, 2, 2],
  ['somesalt', 256, 0, 1],
  ['somesalt', 256, 2, 0],
];

export const argon2idSuites: readonly VectorSuite[] = [
  {
    name: 'argon2id reference',
    cases: () => [
      ...ANSWERS.map(([memoryKiB, passes, parallelism, key]) => ({
        id: `${memoryKiB} KiB, ${passes} passes, ${parallelism} lanes`,
        async check({ provider }: Subject) {
          const input = { password: PASSWORD, salt: SALT, memoryKiB, passes, parallelism, length: 32 };
          expectBytes(await provider.argon2id(input), key, 'the key');
        },
      })),
      ...REFUSED.map(([salt, memoryKiB, passes, parallelism]) => ({
        id: `refused: ${salt}, ${memoryKiB} KiB, ${passes} passes, ${parallelism} lanes`,
        async check({ provider }: Subject) {
          const input = { password: PASSWORD, salt: encodeUtf8(salt), memoryKiB, passes, parallelism, length: 32 };
          await expectRefusal(() => provider.argon2id(input), 'the parameters');
        },
      })),
    ],
  },
];
