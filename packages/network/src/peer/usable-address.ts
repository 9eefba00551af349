/** An address in the form that clients accept. */
import { type MailboxAddress, parseMailboxAddress, SottoError } from '@sotto/wire';

/** The address, or nothing. */
export function usableAddress(text: string): MailboxAddress[] {
  try {
    return [parseMailboxAddress(text)];
  } catch (error) {
    if (error instanceof SottoError) return [];
    throw error;
  }
}
