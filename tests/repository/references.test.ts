import { describe, expect, test } from 'vitest';
import { references } from '../../scripts/checks/references.ts';
import { problemsOf, sampleRepository } from './sample-repository.ts';

const SOUND = {
  'specs/04-ratchet.md': '# 04\n\n## 1. Story\n\n## 2. Limits\n',
  'docs/threat-model.md': 'See [the ratchet](../specs/04-ratchet.md#limits) and A1.\n',
  'packages/a/src/a.ts': '// specs/04 §2\n',
  'packages/a/src/a.test.ts': "test('A1: refuses small-order keys', () => {});\n",
};

describe('the reference check', () => {
  test('passes links, sections and attack ids that exist', async () => {
    expect(await problemsOf(references, sampleRepository(SOUND))).toEqual([]);
  });

  test('refuses a dead link, a section that is not there and an unknown specification', async () => {
    const root = sampleRepository({
      ...SOUND,
      'README.md': '[gone](docs/gone.md) [fine](docs/threat-model.md) [web](https://example.org)\n',
      'packages/a/src/a.ts': '// specs/04 §3, specs/07\n',
    });
    expect(await problemsOf(references, root)).toEqual([
      'README.md: the link to docs/gone.md leads nowhere',
      'packages/a/src/a.ts: specs/04 §3 does not exist',
      'packages/a/src/a.ts: specs/07 does not exist',
    ]);
  });

  test('refuses an attack id of the threat model that no test title carries', async () => {
    const root = sampleRepository({ ...SOUND, 'docs/threat-model.md': 'A1, B4.\n' });
    expect(await problemsOf(references, root)).toEqual(['docs/threat-model.md: no test is named after B4']);
  });

  test('wants a threat model', async () => {
    const { 'docs/threat-model.md': _, ...rest } = SOUND;
    expect(await problemsOf(references, sampleRepository(rest))).toEqual(['docs/threat-model.md is missing']);
  });
});
