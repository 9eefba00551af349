/** Randomness of the page, for what is shown; keys are drawn by the SDK. */
import type { Random } from '@sotto/ports';

export const pageRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
