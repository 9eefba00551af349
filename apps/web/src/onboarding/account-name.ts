/** Whether a name fits: its bound is in bytes of UTF-8, which people do not count. */
import { LIMITS } from '@sotto/wire';

/** How many characters at the end are too many. */
export function nameExcess(name: string): number {
  const characters = [...name.trim()];
  const encoder = new TextEncoder();
  let kept = 0;
  let bytes = 0;
  for (const character of characters) {
    bytes += encoder.encode(character).length;
    if (bytes > LIMITS.MAX_NAME_BYTES) break;
    kept += 1;
  }
  return characters.length - kept;
}
