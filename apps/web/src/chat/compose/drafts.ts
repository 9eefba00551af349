/** What somebody has begun to write, for as long as the page is open. Never stored, and never sent. */

/** Of the conversations that were written in last. */
const MAX_DRAFTS = 64;
const drafts = new Map<string, string>();

export function draftOf(contact: string): string {
  return drafts.get(contact) ?? '';
}

export function keepDraft(contact: string, text: string): void {
  drafts.delete(contact);
  if (text === '') return;
  drafts.set(contact, text);
  const [oldest] = drafts.keys();
  if (drafts.size > MAX_DRAFTS && oldest !== undefined) drafts.delete(oldest);
}
