/**
 * A planted fault for the self-test of the search: it stands behind five conditions, one inside the other, each of which
 * a random byte meets once in eight times. Nothing but the way taken tells whether an outer one is met.
 */
import { type FuzzTarget, Violation } from '../target.ts';

const DOORS = [0x20, 0xa0, 0x60, 0xe0, 0x40] as const;

function opens(byte: number | undefined, door: number): boolean {
  return byte !== undefined && (byte & 0xe0) === door;
}

function walk(input: Uint8Array): 'refused' {
  if (opens(input[0], DOORS[0])) {
    if (opens(input[1], DOORS[1])) {
      if (opens(input[2], DOORS[2])) {
        if (opens(input[3], DOORS[3])) {
          if (opens(input[4], DOORS[4])) throw new Violation('the planted fault was reached');
        }
      }
    }
  }
  return 'refused';
}

export function openTarget(): FuzzTarget {
  return { covers: [], shape: 'bytes', maxBytes: 16, seeds: [], run: walk };
}
