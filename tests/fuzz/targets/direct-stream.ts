/** What a contact's device sends on a direct stream, while we send to it. */
import type { Connection } from '@libp2p/interface';
import type { DirectDelivery } from '@sotto/ports';
import { FakeClock } from '@sotto/testkit';
import { asEnvelopeId, LIMITS, SottoError } from '@sotto/wire';
import {
  encodeAcknowledgementFrame,
  encodeEnvelopeFrame,
  encodeGoodbyeFrame,
} from '../../../packages/network/src/direct/direct-frame.ts';
import { DirectLink } from '../../../packages/network/src/direct/direct-link.ts';
import { joinFrames } from '../frame-mutation.ts';
import { HeldStream } from '../held-stream.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

const ENVELOPE = { id: asEnvelopeId(new Uint8Array(32).fill(3)), bytes: new Uint8Array(700).fill(4) };
const STORED = { kind: 'stored', deliveryProof: new Uint8Array(32).fill(5) } as const;
const PATIENCE_MS = 600_000;

export function openTarget(): FuzzTarget {
  const acknowledgement = encodeAcknowledgementFrame(ENVELOPE.id, STORED);
  const refusal = encodeAcknowledgementFrame(ENVELOPE.id, { kind: 'refused' });
  const delivery = encodeEnvelopeFrame(new Uint8Array(40).fill(6));
  return {
    covers: ['network createNetwork'],
    shape: 'frames',
    isCostly: true,
    maxBytes: 16_384,
    seeds: [
      joinFrames([delivery, acknowledgement, delivery, encodeGoodbyeFrame()]),
      joinFrames([refusal, delivery]),
      joinFrames([acknowledgement]),
    ],
    refusals: ['decode', 'limit', 'unavailable'],
    run,
  };
}

async function run(input: Uint8Array): Promise<Verdict> {
  const clock = new FakeClock();
  const stream = new HeldStream('/sotto/direct/1', () => {});
  let downs = 0;
  const link = new DirectLink({
    peerId: 'them',
    ourPeerId: 'us',
    clock,
    onDelivery: answer,
    onDown: () => {
      downs += 1;
    },
  });
  link.attach(stream, { status: 'closed', streams: [] } as unknown as Connection, 'them');
  const reply = link.send(ENVELOPE).catch((error: unknown) => error);
  stream.receive(input);
  await clock.advanceAsync(PATIENCE_MS);
  stream.finish();
  await clock.advanceAsync(PATIENCE_MS);
  must(downs === 1 && stream.isOver, 'a link goes down with its last stream, once');
  must(clock.pendingTimers === 0, 'no timer is left behind');
  const outcome = await reply;
  if (outcome instanceof SottoError) throw outcome;
  return 'accepted';
}

function answer({ envelope, reply }: DirectDelivery): void {
  must(envelope.length <= LIMITS.MAX_FRAME_BYTES, 'an envelope fits a frame');
  reply({ ...STORED, envelopeId: ENVELOPE.id });
  reply({ kind: 'refused', envelopeId: ENVELOPE.id });
}
