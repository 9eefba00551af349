/** The status of a client that has no mailbox and knows nobody, for tests. */
import type { StatusReport } from '@sotto/client';

export function emptyStatus(sinceMs: number): StatusReport {
  return {
    version: 3,
    peerId: '12D3KooWFake',
    mailboxes: [],
    custodians: [],
    mailboxesOnly: false,
    directPeers: 0,
    peers: [],
    relays: [],
    transports: [],
    listening: [],
    outbox: { pending: 0, custody: 0 },
    waiting: [],
    clockSkewMs: 0,
    clockSource: { kind: 'unknown', samples: 0, mailboxes: 0 },
    traffic: { sinceMs, hours: [] },
  };
}
