/**
 * A STUN server on UDP (RFC 8489): tells a browser the address that others see it under, so that nobody else has to be
 * asked. Owns the socket and how much is answered. Must not know what a datagram means: that is `stunAnswer`'s.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { networkPrefix } from '@sotto/network';
import type { Clock } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import { TokenBuckets } from '../token-buckets.ts';
import { stunAnswer } from './stun-answer.ts';

const MAX_SOURCES = 8_192;
const EVERYBODY = 'everybody';

export interface StunLimits {
  /** Answers to one network address (IPv6: its /64). */
  readonly burst: number;
  readonly perSecond: number;
  /** Answers to all of them together. */
  readonly totalPerSecond: number;
}

const DEFAULT_LIMITS: StunLimits = { burst: 60, perSecond: 10, totalPerSecond: 2_000 };

export interface StunServerOptions {
  /** IP address to listen on. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly limits?: Partial<StunLimits>;
}

export interface StunServer {
  readonly port: number;
  /** Answers sent since the start. */
  answered(): number;
  /** Questions that were beyond a rate. */
  refused(): number;
  close(): Promise<void>;
}

/** @throws {UnavailableError} `refused` when the port is taken */
export async function startStunServer(options: StunServerOptions): Promise<StunServer> {
  const socket = await bind(options);
  const { clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { burst, perSecond, totalPerSecond } = limits;
  const perSource = new TokenBuckets({ clock, burst, perSecond, maxKeys: MAX_SOURCES });
  const total = new TokenBuckets({ clock, burst: totalPerSecond, perSecond: totalPerSecond, maxKeys: 1 });
  let answered = 0;
  let refused = 0;
  socket.on('message', (datagram: Uint8Array, { address, port }: RemoteInfo) => {
    const answer = stunAnswer(datagram, { address, port });
    if (answer === undefined) return;
    if (perSource.take(networkPrefix(address)) > 0 || total.take(EVERYBODY) > 0) {
      refused++;
      return;
    }
    answered++;
    socket.send(answer, port, address, () => {});
  });
  // One datagram that cannot be sent is nobody's loss; it is asked for again.
  socket.on('error', () => {});
  return {
    port: socket.address().port,
    answered: () => answered,
    refused: () => refused,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

async function bind({ host, port }: StunServerOptions): Promise<Socket> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, host);
    await listening;
    return socket;
  } catch (cause) {
    throw new UnavailableError('refused', 'cannot listen for STUN', {
      cause,
      facts: { port },
      hint: 'Another program uses this UDP port; choose another one.',
    });
  }
}
