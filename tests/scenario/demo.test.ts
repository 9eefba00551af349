import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { REPOSITORY, StoryProcess } from './stage/story-process.ts';

it(
  'the demo keeps every promise and ends well',
  async () => {
    const demo = StoryProcess.start({ args: [join(REPOSITORY, 'apps/cli/src/demo/main.ts')] });
    const { exitCode } = await demo.ended;
    expect({ exitCode, stderr: demo.stderr }, demo.stdout).toEqual({ exitCode: 0, stderr: '' });
    expect(demo.stdout).toMatch(/All \d+ promises held\.\n$/);
    expect(demo.stdout).not.toContain('✗');
  },
  STORY_TIMEOUT_MS,
);
