/** A smaller input that still does the same. */
import { joinedBytes } from './joined-bytes.ts';

const DEFAULT_TRIES = 400;

/** Removes runs, then shorter runs, as long as `doesSame` holds; runs `doesSame` at most `maxTries` times. */
export async function minimise(
  input: Uint8Array,
  doesSame: (candidate: Uint8Array) => Promise<boolean>,
  maxTries: number = DEFAULT_TRIES,
): Promise<Uint8Array> {
  let smallest = input;
  let tries = 0;
  for (let run = Math.ceil(input.length / 2); run >= 1; run = run === 1 ? 0 : Math.ceil(run / 2)) {
    for (let start = 0; start < smallest.length && tries < maxTries; ) {
      const candidate = joinedBytes(smallest.subarray(0, start), smallest.subarray(start + run));
      tries += 1;
      if (await doesSame(candidate)) smallest = candidate;
      else start += run;
    }
  }
  return smallest;
}
