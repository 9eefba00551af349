/** Which messages of ours did not arrive and can be sent again. Pure. */
import type { MessageView } from '@sotto/client';

export function isLost({ direction, state }: Pick<MessageView, 'direction' | 'state'>): boolean {
  return direction === 'out' && (state === 'failed' || state === 'expired');
}
