/**
 * A mailbox that answers with what the input says: its first frame at once, one more for every request, and the next one
 * whenever the client waits. Checks what must hold of a client, whatever it is told.
 */
import { FakeClock } from '@sotto/testkit';
import { SottoError } from '@sotto/wire';
import { cutFrames, joinFrames } from './frame-mutation.ts';
import { HeldStream } from './held-stream.ts';
import { must, type Verdict } from './target.ts';

const PATIENCE_MS = 600_000;

export interface Lied {
  /** How each step of the client ended. */
  readonly play: (stream: HeldStream, clock: FakeClock, onEnd: () => void) => Promise<readonly unknown[]>;
  readonly protocol: string;
  /** Whether the first frame comes before any request. */
  readonly greets: boolean;
}

export async function lieTo({ play, protocol, greets }: Lied, input: Uint8Array): Promise<Verdict> {
  const frames = cutFrames(input).map((frame) => joinFrames([frame]));
  const rest = input.subarray(frames.reduce((total, { length }) => total + length, 0));
  const clock = new FakeClock();
  let ends = 0;
  const answer = () => {
    const frame = frames.shift();
    if (frame !== undefined) queueMicrotask(() => stream.receive(frame));
  };
  const stream: HeldStream = new HeldStream(protocol, answer);
  const outcomes = play(stream, clock, () => {
    ends += 1;
  });
  if (greets) answer();
  // A client that waits for an answer that never comes gives up in time.
  let isDone = false;
  void outcomes.then(() => {
    isDone = true;
  });
  // What is pushed answers no request: a client that waits is sent the next frame.
  await clock.settle();
  while (frames.length > 0 && !stream.isOver) {
    if (isDone) for (const frame of frames.splice(0)) stream.receive(frame);
    else answer();
    await clock.settle();
  }
  stream.receive(rest);
  await clock.advanceUntil(() => isDone || ends > 0, PATIENCE_MS).catch(() => undefined);
  stream.finish();
  await clock.advanceAsync(PATIENCE_MS);
  must(isDone, 'every request ends');
  must(ends === 1 && stream.isOver, 'the stream ends, and ends once');
  must(clock.pendingTimers === 0, 'no timer is left behind');
  const errors = (await outcomes).filter((outcome) => outcome instanceof Error);
  for (const error of errors) if (!(error instanceof SottoError)) throw error;
  if (errors.length > 0) throw errors[0];
  return 'accepted';
}
