/** What clients send to a directory: a stream of `/sotto/directory/1` with a real directory behind it. */
import { DirectoryResponseSchema, decodeMessage, FrameDecoder, LIMITS } from '@sotto/wire';
import { playDirectory } from '../directory-play.ts';
import { recordPlay } from '../recorded-play.ts';
import { ServedMailbox } from '../served-mailbox.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const { fromClient } = await recordPlay('directory', (stream, { address, mailbox: { clock } }) =>
    playDirectory({ stream, address, clock, onEnd: () => {} }),
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
  const answers = new FrameDecoder(LIMITS.MAX_DIRECTORY_FRAME_BYTES);
  let answered = 0;
  const served = await ServedMailbox.open();
  served.serve('directory', (bytes) => {
    for (const frame of answers.push(bytes)) {
      decodeMessage(DirectoryResponseSchema, frame, LIMITS.MAX_DIRECTORY_FRAME_BYTES);
      answered += 1;
    }
  });
  served.receive(input);
  await served.settle();
  const requests = served.events.filter(({ kind }) => kind === 'request').length;
  const isMalformed = served.events.some((event) => event.kind === 'stream' && event.change === 'malformed');
  await served.end();
  must(isMalformed || answered === requests, 'every request has one answer');
  return isMalformed || requests === 0 ? 'refused' : 'accepted';
}
