/** What clients send to a mailbox: a stream of `/sotto/mailbox/1` with a real mailbox behind it. */
import { decodeMessage, FrameDecoder, LIMITS, MailboxResponseSchema } from '@sotto/wire';
import { playMailbox } from '../mailbox-play.ts';
import { recordPlay } from '../recorded-play.ts';
import { ServedMailbox } from '../served-mailbox.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const { fromClient } = await recordPlay('mailbox', (stream, { address, mailbox: { clock } }) =>
    playMailbox({ stream, address, clock, onDelivery: () => {}, onEnd: () => {} }),
  );
  return {
    covers: ['network createMailboxServer'],
    shape: 'frames',
    isCostly: true,
    maxBytes: 16_384,
    seeds: [fromClient],
    run,
  };
}

async function run(input: Uint8Array): Promise<Verdict> {
  const answers = new FrameDecoder(LIMITS.MAX_FRAME_BYTES);
  const kinds: (string | undefined)[] = [];
  const served = await ServedMailbox.open();
  served.serve('mailbox', (bytes) => {
    for (const frame of answers.push(bytes)) {
      kinds.push(decodeMessage(MailboxResponseSchema, frame, LIMITS.MAX_FRAME_BYTES).response.case);
    }
  });
  served.receive(input);
  await served.settle();
  const requests = served.events.filter(({ kind }) => kind === 'request').length;
  const isMalformed = served.events.some((event) => event.kind === 'stream' && event.change === 'malformed');
  const answered = kinds.filter((kind) => kind !== 'hello' && kind !== 'delivery').length;
  await served.end();
  must(kinds[0] === 'hello', 'a mailbox greets first');
  must(isMalformed || answered === requests, 'every request has one answer');
  return isMalformed || requests === 0 ? 'refused' : 'accepted';
}
