/** What a directory that lies answers. */
import { playDirectory } from '../directory-play.ts';
import { type Lied, lieTo } from '../lying-mailbox.ts';
import { mailboxAddress } from '../people.ts';
import { recordPlay } from '../recorded-play.ts';
import type { FuzzTarget } from '../target.ts';

const LIED: Lied = {
  protocol: '/sotto/directory/1',
  greets: false,
  play: (stream, clock, onEnd) => playDirectory({ stream, address: mailboxAddress(1), clock, onEnd }),
};

export async function openTarget(): Promise<FuzzTarget> {
  const { fromMailbox } = await recordPlay('directory', (stream, { address, mailbox: { clock } }) =>
    playDirectory({ stream, address, clock, onEnd: () => {} }),
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
