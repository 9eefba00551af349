/** Length-prefixed frames, whole and in chunks of any size (attack F4). The first byte chooses the chunks. */
import { encodeFrame, FrameDecoder } from '@sotto/wire';
import { joinFrames } from '../frame-mutation.ts';
import { joinedBytes, sameBytes } from '../joined-bytes.ts';
import { type FuzzTarget, must, mustEqual, type Verdict } from '../target.ts';

const MAX_FRAME_BYTES = 1_024;

export function openTarget(): FuzzTarget {
  const bodies = [[[1]], [[1, 2, 3], [4]], [Array.from({ length: 300 }, (_, i) => i % 256), [9], [8, 7]]];
  return {
    covers: ['wire FrameDecoder', 'wire encodeFrame'],
    shape: 'bytes',
    maxBytes: 4_096,
    seeds: bodies.flatMap((frames) =>
      [1, 7, 200].map((chunk) =>
        joinedBytes(Uint8Array.of(chunk), joinFrames(frames.map((each) => Uint8Array.from(each)))),
      ),
    ),
    run,
  };
}

interface Read {
  readonly frames: readonly Uint8Array[];
  readonly error: unknown;
}

function run(input: Uint8Array): Verdict {
  const stream = input.subarray(1);
  const whole = read([stream]);
  const chunked = read(chunksOf(stream, input[0] ?? 1));
  must(
    (whole.error === undefined) === (chunked.error === undefined),
    'chunks do not change whether frames are allowed',
  );
  // A push that throws hands out none of its frames; before it, chunks may have handed out some.
  if (whole.error !== undefined) throw whole.error;
  must(whole.frames.length === chunked.frames.length, 'chunks do not change how many frames there are');
  must(
    whole.frames.every((frame, i) => sameBytes(frame, chunked.frames[i] ?? new Uint8Array(0))),
    'chunks do not change what the frames hold',
  );
  const again = joinedBytes(...whole.frames.map((frame) => encodeFrame(frame, MAX_FRAME_BYTES)));
  mustEqual(again, stream.subarray(0, again.length), 'frames encode to the bytes they came in');
  return 'accepted';
}

function read(chunks: Iterable<Uint8Array>): Read {
  const decoder = new FrameDecoder(MAX_FRAME_BYTES);
  const frames: Uint8Array[] = [];
  try {
    for (const chunk of chunks) frames.push(...decoder.push(chunk));
  } catch (error) {
    return { frames, error };
  }
  return { frames, error: undefined };
}

function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const step = Math.max(1, size % 64);
  for (let start = 0; start < bytes.length; start += step) yield bytes.subarray(start, start + step);
}
