/** Reading Wycheproof's JSON: groups of tests, each with a result and flags. */
import type { Subject, VectorCase } from '../suite.ts';

export interface WycheproofTest {
  readonly tcId: number;
  readonly comment?: string;
  readonly flags?: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

export interface WycheproofFile<Group, Test> {
  readonly testGroups: readonly (Group & { readonly tests: readonly (Test & WycheproofTest)[] })[];
}

/** The cases of a file; `check` gets the group for what its tests share. */
export function wycheproofCases<Group, Test>(
  text: string,
  check: (subject: Subject, test: Test & WycheproofTest, group: Group) => void | Promise<void>,
): readonly VectorCase[] {
  const { testGroups } = JSON.parse(text) as WycheproofFile<Group, Test>;
  return testGroups.flatMap((group) =>
    group.tests.map((test) => ({
      id: `tcId ${test.tcId} (${test.result}: ${[test.comment ?? '', ...(test.flags ?? [])].join(' ').trim()})`,
      check: (subject: Subject) => check(subject, test, group),
    })),
  );
}
