/** What is wrong with what was typed to add a contact, and in which field. Pure. */
import { DecodeError, SottoError } from '@sotto/wire';

const IS_LINK = /^sotto:/i;

export function looksLikeLink(text: string): boolean {
  return IS_LINK.test(text.trim());
}

export interface AddFault {
  readonly link?: 'other' | 'damaged' | 'own';
  readonly name?: 'taken';
}

/** `failure`: what the client threw when it was to add the link; `undefined` when it was not asked, or has done it. */
export function addFault(link: string, failure: unknown): AddFault {
  if (!looksLikeLink(link)) return { link: 'other' };
  if (failure instanceof DecodeError && failure.code !== 'wrong-version') return { link: 'damaged' };
  if (!(failure instanceof SottoError)) return {};
  if (failure.code === 'invalid-argument') return { link: 'own' };
  return failure.code === 'contact-exists' ? { name: 'taken' } : {};
}
