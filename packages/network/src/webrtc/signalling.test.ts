import { setImmediate } from 'node:timers/promises';
import type { Stream } from '@libp2p/interface';
import { streamPair } from '@libp2p/utils';
import { fakeClock } from '@sotto/testkit';
import { encodeFrame, FrameDecoder } from '@sotto/wire';
import { describe, expect, it, vi } from 'vitest';
import { decodeSignal, encodeSignal, MAX_SIGNAL_BYTES, type Signal } from './signal-frame.ts';
import { Signalling } from './signalling.ts';

/** A peer connection that notes what is asked of it. */
class ScriptedPeer extends EventTarget {
  readonly calls: string[] = [];

  async createOffer() {
    return { type: 'offer', sdp: 'our offer' };
  }

  async createAnswer() {
    return { type: 'answer', sdp: 'our answer' };
  }

  async setLocalDescription({ sdp }: { sdp: string }) {
    this.calls.push(`local ${sdp}`);
  }

  async setRemoteDescription({ sdp }: { sdp: string }) {
    if (sdp === 'nonsense') throw new TypeError('not SDP');
    this.calls.push(`remote ${sdp}`);
  }

  async addIceCandidate({ candidate }: { candidate: string }) {
    this.calls.push(`candidate ${candidate}`);
  }
}

async function negotiation(role: 'initiator' | 'recipient') {
  const [stream, theirs]: Stream[] = await streamPair();
  if (stream === undefined || theirs === undefined) return expect.unreachable('no streams');
  const received: Signal[] = [];
  const decoder = new FrameDecoder(MAX_SIGNAL_BYTES);
  theirs.addEventListener('message', ({ data }) => {
    received.push(...decoder.push(data.subarray()).map(decodeSignal));
  });
  const peer = new ScriptedPeer();
  const signalling = new Signalling({ stream, peer: peer as unknown as RTCPeerConnection, role, clock: fakeClock() });
  const say = (...signals: readonly Signal[]) => {
    for (const signal of signals) theirs.send(encodeFrame(encodeSignal(signal), MAX_SIGNAL_BYTES));
  };
  return { peer, signalling, theirs, received, say };
}

const offer = { kind: 'offer', text: 'their offer' } as const;
const answer = { kind: 'answer', text: 'their answer' } as const;
const candidate = (text: string) => ({ kind: 'candidate', text }) as const;

describe('a negotiation', () => {
  it('begins with our offer, and takes candidates after the answer only', async () => {
    const { peer, received, say } = await negotiation('initiator');
    say(candidate('early'), answer, candidate('late'));
    await vi.waitFor(() => expect(peer.calls).toHaveLength(4));
    expect(peer.calls).toEqual(['local our offer', 'remote their answer', 'candidate early', 'candidate late']);
    expect(received).toEqual([{ kind: 'offer', text: 'our offer' }]);
  });

  it('answers an offer', async () => {
    const { peer, received, say } = await negotiation('recipient');
    say(offer, candidate('one'));
    await vi.waitFor(() => expect(peer.calls).toHaveLength(3));
    expect(peer.calls).toEqual(['remote their offer', 'local our answer', 'candidate one']);
    await vi.waitFor(() => expect(received).toEqual([{ kind: 'answer', text: 'our answer' }]));
  });

  it.each<[string, 'initiator' | 'recipient', readonly Signal[]]>([
    ['an answer to nothing', 'recipient', [answer]],
    ['an offer to an initiator', 'initiator', [offer]],
    ['a second offer', 'recipient', [offer, offer]],
    ['a second answer', 'initiator', [answer, answer]],
    ['a candidate too many', 'recipient', Array.from({ length: 33 }, (_, i) => candidate(`${i}`))],
    ['a description that is none', 'recipient', [{ kind: 'offer', text: 'nonsense' }]],
  ])('F4: ends with %s', async (_, role, signals) => {
    const { theirs, say } = await negotiation(role);
    const ended = Promise.withResolvers<void>();
    theirs.addEventListener('close', () => ended.resolve());
    say(...signals);
    await ended.promise;
    expect(theirs.status).toBe('reset');
  });

  it('fails when the peer leaves before it has described itself, and not afterwards', async () => {
    const before = await negotiation('recipient');
    await before.theirs.close();
    await expect(before.signalling.failed).rejects.toMatchObject({ code: 'unreachable' });
    const after = await negotiation('recipient');
    after.say(offer);
    await vi.waitFor(() => expect(after.peer.calls).toHaveLength(2));
    const failed = vi.fn();
    after.signalling.failed.catch(failed);
    await after.theirs.close();
    await vi.waitFor(() => expect(after.theirs.status).toBe('closed'));
    await setImmediate();
    expect(failed).not.toHaveBeenCalled();
  });
});
