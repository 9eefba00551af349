/** The seed of a story: a fixed one, so that every run is the same, or the one that a person gives to look further. */
import process from 'node:process';
import { SeededPrng } from '@sotto/testkit';

/** `SOTTO_STORY_SEED` in the environment replaces the seed of every story. */
export function storySeed(name: string): SeededPrng {
  return new SeededPrng(`${name} ${process.env['SOTTO_STORY_SEED'] ?? '1'}`);
}
