/** Which findings follow from which facts (specs/08 §14). */
import { LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { type DoctorFacts, diagnose } from './diagnosis.ts';
import { FINDINGS, type FindingCheck } from './finding.ts';
import type { StatusReport } from './status-report.ts';

const NOW_MS = Date.UTC(2026, 10, 21);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

const WELL: StatusReport = {
  version: 3,
  mailboxesOnly: false,
  peerId: '12D3KooWExample',
  mailboxes: [mailbox(true), mailbox(true), mailbox(true)],
  custodians: [],
  directPeers: 0,
  peers: [],
  relays: [],
  transports: [{ kind: 'tcp', isAvailable: true }],
  listening: ['/ip4/192.0.2.7/tcp/4001'],
  outbox: { pending: 0, custody: 0 },
  waiting: [],
  clockSkewMs: 0,
  clockSource: { kind: 'receipts', samples: 3, mailboxes: 3 },
  traffic: { sinceMs: NOW_MS, hours: [] },
  storage: { medium: 'disk', isEvictable: false, availableBytes: 1_000 * MEGABYTE },
};

const FACTS: DoctorFacts = {
  nowMs: NOW_MS,
  contactsWithoutKeys: 0,
  bundleAgeMs: DAY_MS,
  published: { taken: 3, refused: 0 },
  keepsRecoveryWords: false,
  belowQuorum: 0,
};

/** As a page sees it: no TCP, one relay, WebRTC. */
const PAGE: Partial<StatusReport> = {
  listening: [],
  transports: [
    { kind: 'tcp', isAvailable: false },
    { kind: 'websocket', isAvailable: true },
    { kind: 'webrtc', isAvailable: true },
  ],
  relays: [{ address: '/ip4/192.0.2.1/tcp/1/ws/p2p/12D3KooWRelay' as never, isReserved: true, sinceMs: NOW_MS }],
};

const UNTRIED = { address: 'a', reachable: false, held: 0 };

function mailbox(reachable: boolean): StatusReport['mailboxes'][number] {
  return { address: 'a', reachable, sinceMs: NOW_MS - MINUTE_MS, held: 0 };
}

function found(check: FindingCheck, status: Partial<StatusReport>, facts: Partial<DoctorFacts> = {}) {
  const finding = diagnose({ ...WELL, ...status }, { ...FACTS, ...facts }).find((one) => one.check === check);
  return finding && `${finding.level} ${finding.code}`;
}

function waiting(count: number, forMinutes: number): Partial<StatusReport> {
  return { waiting: [{ reason: 'not-in-custody', count, oldestAtMs: NOW_MS - forMinutes * MINUTE_MS }] };
}

describe('the doctor', () => {
  it('finds nothing where all is well, and each check once', () => {
    for (const status of [WELL, { ...WELL, ...PAGE }]) {
      const findings = diagnose(status, FACTS);
      expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
      expect(new Set(findings.map(({ check }) => check)).size).toBe(findings.length);
    }
  });

  it('gives every code that there is, to something', () => {
    const seen = new Set<string>();
    const cases: readonly (readonly [Partial<StatusReport>, Partial<DoctorFacts>])[] = [
      [{}, {}],
      [PAGE, {}],
      [{ mailboxesOnly: true, mailboxes: [] }, {}],
      [{ ...PAGE, relays: [], transports: [{ kind: 'tcp', isAvailable: false }] }, { keepsRecoveryWords: true }],
      [
        { ...PAGE, relays: [{ address: 'r' as never, isReserved: false, sinceMs: NOW_MS }], mailboxes: [] },
        { contactsWithoutKeys: 2, bundleAgeMs: 15 * DAY_MS },
      ],
      [{ ...PAGE, relays: [{ address: 'r' as never, isReserved: false }], mailboxes: [UNTRIED] }, {}],
      [{ mailboxes: [mailbox(true), mailbox(true), mailbox(false)] }, { published: { taken: 0, refused: 3 } }],
      [{ mailboxes: [mailbox(true), mailbox(false)], clockSkewMs: 10 * MINUTE_MS }, { bundleAgeMs: 31 * DAY_MS }],
      [{ mailboxes: [mailbox(false)], clockSkewMs: -10 * MINUTE_MS }, {}],
      [{ ...waiting(2, 1), clockSource: { kind: 'unknown', samples: 0, mailboxes: 0 } }, {}],
      [{ ...waiting(2, 11), storage: { medium: 'memory', isEvictable: true } }, {}],
      [{ ...waiting(2, 11), storage: { medium: 'disk', isEvictable: true } }, { belowQuorum: 2 }],
      [{ storage: { medium: 'disk', isEvictable: false, availableBytes: 50 * MEGABYTE } }, {}],
      [
        {
          storage: { medium: 'disk', isEvictable: false, availableBytes: 5 * MEGABYTE },
          peers: [{ peerId: 'p', path: 'relayed', sinceMs: 0 }],
        },
        {},
      ],
    ];
    for (const [status, facts] of cases) {
      for (const { code, check } of diagnose({ ...WELL, ...status }, { ...FACTS, ...facts })) {
        expect(FINDINGS[check] as readonly string[]).toContain(code);
        seen.add(code);
      }
    }
    expect([...seen].sort()).toEqual(Object.values(FINDINGS).flat().sort());
  });

  it('E4: tells one mailbox that is away from too few, and too few from none', () => {
    expect(found('mailboxes', { mailboxes: [] })).toBe('warning no-mailbox');
    expect(found('mailboxes', { mailboxes: [mailbox(true), mailbox(true), mailbox(false)] })).toBe(
      'warning mailbox-unreachable',
    );
    expect(found('mailboxes', { mailboxes: [mailbox(true), mailbox(false), mailbox(false)] })).toBe(
      'warning mailboxes-below-quorum',
    );
    expect(found('mailboxes', { mailboxes: [mailbox(true)] })).toBe('ok mailboxes-ok');
    expect(found('mailboxes', { mailboxes: [UNTRIED, UNTRIED] })).toBe('ok mailboxes-untried');
    expect(found('mailboxes', { mailboxes: [UNTRIED, mailbox(false)] })).toBe('problem mailboxes-unreachable');
    expect(found('mailboxes', { mailboxes: [mailbox(false), mailbox(false)] })).toBe('problem mailboxes-unreachable');
  });

  it('does not call a message stuck that was written a moment ago', () => {
    expect(found('outbox', waiting(1, 9))).toBe('ok outbox-waiting');
    expect(found('outbox', waiting(1, 10))).toBe('warning outbox-stuck');
    expect(found('outbox', waiting(2, 10), { belowQuorum: 1 })).toBe('warning outbox-stuck');
    expect(found('outbox', waiting(2, 10), { belowQuorum: 2 })).toBe('warning outbox-below-quorum');
    expect(found('outbox', { waiting: [{ reason: 'no-keys', count: 1 }] })).toBe('ok outbox-waiting');
  });

  it('E8: judges the clock only when receipts have shown it', () => {
    expect(found('clock', { clockSkewMs: 5 * MINUTE_MS - 1 })).toBe('ok clock-agrees');
    expect(found('clock', { clockSkewMs: 5 * MINUTE_MS })).toBe('warning clock-behind');
    expect(found('clock', { clockSkewMs: -5 * MINUTE_MS })).toBe('warning clock-ahead');
    expect(found('clock', { clockSource: { kind: 'unknown', samples: 0, mailboxes: 0 } })).toBe('ok clock-unknown');
  });

  it('A7: tells old keys from expired ones, and both from keys that nobody took', () => {
    const limitMs = LIMITS.MAX_BUNDLE_AGE_SECONDS * 1000;
    expect(found('keys', {}, { bundleAgeMs: 13 * DAY_MS })).toBe('ok keys-ok');
    expect(found('keys', {}, { bundleAgeMs: 15 * DAY_MS })).toBe('warning keys-old');
    expect(found('keys', {}, { bundleAgeMs: limitMs + 1 })).toBe('problem keys-expired');
    expect(found('keys', {}, { published: { taken: 0, refused: 1 } })).toBe('warning keys-unpublished');
    expect(found('keys', {}, { published: { taken: 1, refused: 2 } })).toBe('ok keys-ok');
    expect(found('keys', {}, { published: { taken: 0, refused: 0 } })).toBe('ok keys-ok');
  });

  it('asks for relays and WebRTC only where nobody can listen', () => {
    expect(found('relay', {})).toBeUndefined();
    expect(found('webrtc', {})).toBeUndefined();
    expect(found('relay', { ...PAGE, relays: [] })).toBe('warning no-relay');
    expect(found('webrtc', { ...PAGE, transports: [{ kind: 'tcp', isAvailable: false }] })).toBe(
      'warning webrtc-unavailable',
    );
  });

  it('warns of relayed paths when there is no other', () => {
    const path = (kind: 'tcp' | 'relayed') => ({ peerId: kind, path: kind, sinceMs: 0 });
    expect(found('direct', { peers: [path('relayed'), path('tcp')] })).toBe('ok direct-listening');
    expect(found('direct', { peers: [path('relayed')] })).toBe('warning direct-only-relayed');
    expect(found('direct', { listening: [] })).toBe('ok direct-dial-only');
  });

  it('finds no fault with direct connections that the person does not want, but one with no way in at all', () => {
    const chosen = { ...PAGE, relays: [], listening: [], mailboxesOnly: true };
    expect(found('direct', chosen)).toBe('ok direct-off');
    expect(found('relay', chosen)).toBeUndefined();
    expect(found('webrtc', { ...chosen, transports: [] })).toBeUndefined();
    expect(found('mailboxes', { ...chosen, mailboxes: [] })).toBe('problem no-way-in');
    expect(found('mailboxes', { mailboxes: [] })).toBe('warning no-mailbox');
  });

  it('says nothing of a storage that says nothing', () => {
    const { storage: _, ...silent } = WELL;
    expect(diagnose(silent, FACTS).some(({ check }) => check === 'storage')).toBe(false);
    expect(found('storage', { storage: { medium: 'disk', isEvictable: false } })).toBe('ok storage-ok');
  });
});
