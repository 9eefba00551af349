/** Stores what was sealed, then lets memory follow and wipes the used keys (attack B8). */
import type { StoreChange } from '@sotto/ports';
import type { ClientContext } from './context.ts';
import type { Sealed } from './sealer.ts';

/** One transaction: `changes`, then those of the parts in order. Nothing is adopted unless it is stored. */
export async function commitSealed(
  context: Pick<ClientContext, 'ledger' | 'links' | 'topics'>,
  parts: readonly Sealed[],
  changes: readonly StoreChange[],
): Promise<void> {
  const all = [...changes, ...parts.flatMap((part) => part.changes)];
  if (all.length > 0) await context.ledger.commit(all);
  for (const part of parts) {
    context.links.adopt(part.link);
    if (part.newTopic) context.topics.adopt(part.newTopic.record);
    for (const secret of part.consumed) secret.fill(0);
  }
}
