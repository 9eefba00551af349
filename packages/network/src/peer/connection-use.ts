/** Whether a connection still carries something of ours. */
import type { Connection } from '@libp2p/interface';

const OURS = '/sotto/';

/** A stream whose protocol is still being negotiated counts. */
export function isInUse(connection: Connection): boolean {
  return connection.streams.some((stream) => stream.protocol === '' || stream.protocol.startsWith(OURS));
}

/** Closes a connection that only libp2p's own protocols are left on. */
export function closeIfUnused(connection: Connection): void {
  if (connection.status !== 'open' || isInUse(connection)) return;
  connection.close().catch((error: Error) => connection.abort(error));
}
