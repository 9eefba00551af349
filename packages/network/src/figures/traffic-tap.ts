/**
 * Counts the bytes of every connection of a node where libp2p lets metrics look: below Noise, as the transport carries
 * them. Headers of TCP/IP, WebSocket and DTLS are not seen and not counted.
 *
 * All other metrics of libp2p are taken and dropped.
 */
import type { Metrics, MultiaddrConnection } from '@libp2p/interface';
import type { TrafficAmount } from '@sotto/ports';

/** Told of the address of a new connection; what it returns is told of its bytes. `undefined`: they are not counted. */
export type TapConnection = (address: string) => ((direction: keyof TrafficAmount, bytes: number) => void) | undefined;

/** For `metrics` of libp2p. */
export function trafficTap(onConnection: TapConnection): () => Metrics {
  return () => ({
    trackMultiaddrConnection(connection) {
      const count = onConnection(connection.remoteAddr.toString());
      if (count !== undefined) tap(connection, count);
    },
    trackProtocolStream: nothing,
    registerMetric: () => DROPPED,
    registerMetricGroup: () => DROPPED,
    registerCounter: () => DROPPED,
    registerCounterGroup: () => DROPPED,
    registerHistogram: () => DROPPED,
    registerHistogramGroup: () => DROPPED,
    registerSummary: () => DROPPED,
    registerSummaryGroup: () => DROPPED,
    traceFunction: <Traced>(_name: string, traced: Traced): Traced => traced,
    createTrace: () => undefined,
  });
}

function tap(connection: MultiaddrConnection, count: (direction: keyof TrafficAmount, bytes: number) => void): void {
  connection.addEventListener('message', ({ data }) => count('bytesIn', data.byteLength));
  const send = connection.send.bind(connection);
  connection.send = (data) => {
    count('bytesOut', data.byteLength);
    return send(data);
  };
}

function nothing(): void {}

const DROPPED = {
  update: nothing,
  increment: nothing,
  decrement: nothing,
  reset: nothing,
  observe: nothing,
  timer: () => nothing,
};
