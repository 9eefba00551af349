/** Finds contacts by the beginnings of the words of their names. Pure. */
import type { ContactView } from '@sotto/client';

const MAX_FOUND = 20;

/** Those whose name, or the one they call themselves, has every word of the query as the beginning of one of its own. */
export function matchContacts(contacts: readonly ContactView[], query: string): readonly ContactView[] {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  return contacts
    .filter(({ name, claimedName }) => hasAll(name, wanted) || hasAll(claimedName, wanted))
    .slice(0, MAX_FOUND);
}

function hasAll(name: string, wanted: readonly string[]): boolean {
  const words = wordsOf(name);
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

/** Without case and accents, as messages are searched. */
function wordsOf(text: string): readonly string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
