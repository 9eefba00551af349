/** `vectors/` holds what the code generates today. */
import { join } from 'node:path';
import { generateVectors } from '../../tests/spec-vectors/generate.ts';
import { compareVectors, writeVectors } from '../../tests/spec-vectors/vector-files.ts';
import type { Check } from './check.ts';

export const specVectors: Check = {
  name: 'spec-vectors',
  async run({ root, write }) {
    const folder = join(root, 'vectors');
    const vectors = await generateVectors();
    if (write) writeVectors(folder, vectors);
    const problems = compareVectors(folder, vectors).map((line) => `vectors: ${line}; npm run check -- --write`);
    return { problems, summary: `${vectors.length} vectors` };
  },
};
