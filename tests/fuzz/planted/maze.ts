/**
 * A planted fault for the self-test of the search: it stands behind six conditions, one inside the other, each of which
 * a random byte meets once in sixteen times. Nothing but the way taken tells whether an outer one is met.
 */
import { type FuzzTarget, Violation } from '../target.ts';

const DOORS = [0x30, 0xa0, 0x70, 0xe0, 0x10, 0xc0] as const;

function opens(byte: number | undefined, door: number): boolean {
  return byte !== undefined && (byte & 0xf0) === door;
}

function walk(input: Uint8Array): 'refused' {
  if (opens(input[0], DOORS[0])) {
    if (opens(input[1], DOORS[1])) {
      if (opens(input[2], DOORS[2])) {
        if (opens(input[3], DOORS[3])) {
          if (opens(input[4], DOORS[4])) {
            if (opens(input[5], DOORS[5])) throw new Violation('the planted fault was reached');
          }
        }
      }
    }
  }
  return 'refused';
}

export function openTarget(): FuzzTarget {
  return { covers: [], shape: 'bytes', maxBytes: 16, seeds: [], run: walk };
}
