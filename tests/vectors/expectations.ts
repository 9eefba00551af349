/** How a case says what it expects. A crash is never taken for a refusal. */
import { formatHex, parseHex, SottoError } from '@sotto/wire';

const SHOWN_DIGITS = 24;

/** Bytes of hexadecimal digits in either case. */
export function hex(digits: string): Uint8Array {
  return parseHex(digits.toLowerCase());
}

function shown(digits: string): string {
  return digits.length > SHOWN_DIGITS ? `${digits.slice(0, SHOWN_DIGITS)}…` : digits;
}

export function expectBytes(actual: Uint8Array, expected: string, what: string): void {
  const digits = formatHex(actual);
  if (digits === expected.toLowerCase()) return;
  throw new Error(`${what} is ${shown(digits)}, not ${shown(expected.toLowerCase())}`);
}

export function expectTrue(value: boolean, what: string): void {
  if (value !== true) throw new Error(`${what} is refused`);
}

/** Expects `false` or one of our own errors; any other error is a fault of the code under test. */
export async function expectRefusal(attempt: () => unknown, what: string): Promise<void> {
  let outcome: unknown;
  try {
    outcome = await attempt();
  } catch (error) {
    if (error instanceof SottoError) return;
    throw error;
  }
  if (outcome !== false) throw new Error(`${what} is accepted`);
}
