/** The seeds in git, made again: after a change of a format, the inputs kept are valid ones again. */
import { dropInput, keepInput, readCorpus } from './corpus.ts';
import { openTarget } from './registry.ts';

/** Larger ones are made at run time only. */
const MAX_SEED_BYTES = 4_096;
const MAX_SEEDS = 6;

/** Returns how many were written. */
export async function regenerateSeeds(name: string, folder?: string): Promise<number> {
  for (const file of readCorpus(name, folder)) if (file.origin === 'seed') dropInput(file, folder);
  const { seeds } = await openTarget(name);
  const small = seeds.filter(({ length }) => length <= MAX_SEED_BYTES);
  const step = Math.max(1, Math.ceil(small.length / MAX_SEEDS));
  const chosen = small.filter((_, i) => i % step === 0);
  for (const seed of chosen) keepInput(name, 'seed', seed, folder);
  return chosen.length;
}
