/** Lists of mailboxes in which none counts twice, so that a quorum is one of different mailboxes (specs/06). */
import { formatHex, type MailboxAddress, mailboxKey, parseMailboxAddress } from '@sotto/wire';

/** The first address of each mailbox, in order. @throws {DecodeError} for a text that is no address */
export function distinctMailboxes(addresses: readonly string[]): MailboxAddress[] {
  const byKey = new Map<string, MailboxAddress>();
  for (const text of addresses) {
    const address = parseMailboxAddress(text);
    const key = formatHex(mailboxKey(address));
    if (!byKey.has(key)) byKey.set(key, address);
  }
  return [...byKey.values()];
}
