import { expect, test } from 'vitest';
import { fileSize } from '../../scripts/checks/file-size.ts';
import { sampleRepository } from './sample-repository.ts';

test('the size check refuses 501 lines and names files above 300', async () => {
  const root = sampleRepository({
    'packages/a/src/a.ts': 'x\n'.repeat(500),
    'packages/a/src/b.ts': 'x\n'.repeat(501),
    'packages/a/src/c.ts': 'x\n'.repeat(10),
    'packages/a/src/gen/d.ts': 'x\n'.repeat(900),
  });
  const report = await fileSize.run({ root, write: false });
  expect(report.problems).toEqual(['packages/a/src/b.ts: 501 lines, more than 500']);
  expect(report.summary).toBe(
    '3 files, median 500 lines, 2 above 300: packages/a/src/a.ts 500, packages/a/src/b.ts 501',
  );
});
