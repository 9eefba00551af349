/** What a scanned code says about a safety number. Pure. */

const DIGITS = 60;

/** `same`: it is this very number. The code is the digits alone. */
export function comparedCode(text: string, safetyNumber: string): 'same' | 'mismatch' | 'not-a-code' {
  if (!new RegExp(`^\\d{${DIGITS}}$`).test(text)) return 'not-a-code';
  return text === safetyNumber.replace(/\D/g, '') ? 'same' : 'mismatch';
}
