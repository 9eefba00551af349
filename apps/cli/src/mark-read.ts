/** When having seen a conversation is told to the other side. */
import type { SottoClient } from '@sotto/client';

/**
 * Marks the conversation as read, unless it is the request of a stranger: looking at what a stranger wrote must leave no
 * trace, and what it is owed when it is accepted would be lost.
 */
export async function markRead(client: SottoClient, contact: string): Promise<void> {
  const { status } = await client.contact(contact);
  if (status !== 'request') await client.markRead(contact);
}
