/** Where to ask for an account: its contact link, or the address of one of its mailboxes, in one field. */
import { parseMailboxAddress, SottoError } from '@sotto/wire';

export type ReturnPlace =
  | { readonly kind: 'none' }
  /** The SDK says what is wrong with it, if anything is. */
  | { readonly kind: 'link'; readonly link: string }
  | { readonly kind: 'mailbox'; readonly mailbox: string }
  | { readonly kind: 'neither' };

export function readPlace(text: string): ReturnPlace {
  const compact = text.replace(/\s+/gu, '');
  if (compact === '') return { kind: 'none' };
  if (compact.toLowerCase().startsWith('sotto:')) return { kind: 'link', link: compact };
  try {
    return { kind: 'mailbox', mailbox: parseMailboxAddress(compact) };
  } catch (error) {
    if (error instanceof SottoError) return { kind: 'neither' };
    throw error;
  }
}
