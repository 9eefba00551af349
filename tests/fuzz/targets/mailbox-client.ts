/** What a mailbox that lies answers to its reader and its depositor. */
import type { StoredDelivery } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';
import { type Lied, lieTo } from '../lying-mailbox.ts';
import { playMailbox } from '../mailbox-play.ts';
import { mailboxAddress } from '../people.ts';
import { recordPlay } from '../recorded-play.ts';
import { type FuzzTarget, must } from '../target.ts';

const LIED: Lied = {
  protocol: '/sotto/mailbox/1',
  greets: true,
  play: (stream, clock, onEnd) =>
    playMailbox({ stream, address: mailboxAddress(1), clock, onDelivery: checkDelivery, onEnd }),
};

export async function openTarget(): Promise<FuzzTarget> {
  const { fromMailbox } = await recordPlay('mailbox', (stream, { address, mailbox: { clock } }) =>
    playMailbox({ stream, address, clock, onDelivery: () => {}, onEnd: () => {} }),
  );
  return {
    covers: ['network createNetwork'],
    shape: 'frames',
    isCostly: true,
    maxBytes: 16_384,
    seeds: [fromMailbox],
    refusals: ['decode', 'limit', 'unavailable'],
    run: (input) => lieTo(LIED, input),
  };
}

function checkDelivery({ cursor, envelope }: StoredDelivery): void {
  must(Number.isSafeInteger(cursor) && cursor >= 1, 'a cursor can be counted on');
  must(envelope.length > 0 && envelope.length <= LIMITS.MAX_ENVELOPE_BYTES, 'an envelope has a size that it can have');
}
