import { describe, expect, test } from 'vitest';
import { houseRules, ruleProblems } from '../../scripts/checks/house-rules.ts';
import { problemsOf, sampleRepository } from './sample-repository.ts';

describe('the house rules', () => {
  test.each([
    ['packages/a/src/a.ts', "throw new Error('no');"],
    ['packages/a/src/a.ts', '// TODO later'],
    ['packages/a/src/a.test.ts', 'const x = Math.random();'],
    ['packages/a/src/a.ts', 'const now = Date.now();'],
    ['packages/a/src/a.ts', 'const now = new Date();'],
    ['apps/a/src/a.ts', "const home = '/home/grace/.sotto';"],
    ['packages/a/src/a.ts', "const label = 'sotto/1/my-own';"],
    ['packages/a/src/utils.ts', 'export {};'],
    ['packages/a/src/helpers/a.ts', 'export {};'],
    ['apps/a/src/a.ts', '// @ts-expect-error it is fine'],
  ])('refuse in %s: %s', (path, source) => {
    expect(ruleProblems(path, source)).toHaveLength(1);
  });

  test.each([
    ['packages/a/src/a.test.ts', "throw new Error('in a test');"],
    ['packages/a/src/a.ts', '// unlike new Error(), which has no code'],
    ['packages/a/src/system-clock.ts', 'export const now = () => Date.now();'],
    ['packages/wire/src/labels.ts', "const label = 'sotto/1/account-id';"],
    ['packages/a/src/protocol.ts', "export const PROTOCOL = '/sotto/mailbox/1';"],
    ['packages/a/src/common-prefix.ts', 'export {};'],
  ])('allow in %s: %s', (path, source) => {
    expect(ruleProblems(path, source)).toEqual([]);
  });

  test('are applied to every source of the repository', async () => {
    const root = sampleRepository({ 'packages/a/src/a.ts': "throw new Error('no');\n" });
    expect(await problemsOf(houseRules, root)).toEqual([
      'packages/a/src/a.ts: a bare Error: use the SottoError family',
    ]);
  });
});
