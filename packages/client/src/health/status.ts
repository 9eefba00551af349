/** Puts together what the parts of a client know of connections, mailboxes and the outbox (specs/08 §14). */
import type { StorageCondition, StorageWatch } from '@sotto/ports';
import { type AccountId, formatAccountId, parseMailboxAddress } from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import type { WaitView } from '../conversation-views.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { MailboxHealth } from './mailbox-health.ts';
import type { OpenEnvelopes } from './open-envelopes.ts';
import { type OutboxStanding, outboxStanding } from './outbox-standing.ts';
import type { CustodianStatus, CustodyStanding, MailboxStatus, PeerStatus, StatusReport } from './status-report.ts';

const MAX_CUSTODIANS = 100;

export interface StatusParts {
  readonly open: OpenEnvelopes;
  readonly health: MailboxHealth;
  readonly skew: ClockSkew;
  readonly storage: StorageWatch | undefined;
  /** Whose device this is. */
  readonly ownerOf: (peerId: string) => AccountId | undefined;
}

/** The report, and what only the doctor wants to know. */
export interface Standing {
  readonly report: StatusReport;
  readonly belowQuorum: number;
}

export class Status {
  readonly #context: ClientContext;
  readonly #parts: StatusParts;

  constructor(context: ClientContext, parts: StatusParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** @throws {UnavailableError} storage */
  async standing(lastError: StatusReport['lastError']): Promise<Standing> {
    const { network, store, clock, preferences } = this.#context;
    const { open, skew } = this.#parts;
    const { direct, figures } = network;
    const unsealed = (await open.unsealed()).map((accountId) => this.#waitsFor(accountId));
    const standing = outboxStanding(await open.envelopes(), unsealed, clock.nowMs());
    const storage = await this.#storage();
    const report: StatusReport = {
      version: 3,
      peerId: direct.peerId,
      mailboxes: this.#mailboxes(standing),
      custodians: this.#custodians(standing),
      mailboxesOnly: preferences.mailboxesOnly,
      directPeers: direct.connectedPeers().length,
      peers: this.#peers(),
      relays: figures.relays(),
      transports: figures.transports(),
      listening: direct.addresses(),
      outbox: await store.outboxCount(),
      waiting: standing.waiting,
      clockSkewMs: skew.medianMs,
      clockSource: skew.source,
      traffic: figures.traffic(),
      ...(storage ? { storage } : {}),
      ...(lastError ? { lastError } : {}),
    };
    return { report, belowQuorum: standing.belowQuorum };
  }

  #mailboxes(standing: OutboxStanding): MailboxStatus[] {
    const { own, network } = this.#context;
    const { health } = this.#parts;
    return own.state.mailboxes.map((address) => {
      const reachable = network.reader.isConnected(address);
      const sinceMs = health.sinceMs(address, reachable);
      const roundTripMs = network.figures.mailboxRoundTripMs(parseMailboxAddress(address));
      return {
        address,
        reachable,
        ...(sinceMs === undefined ? {} : { sinceMs }),
        ...(roundTripMs === undefined ? {} : { roundTripMs }),
        ...health.conduct(address),
        ...this.#custody(address, standing),
      };
    });
  }

  /** Whoever holds most comes first. */
  #custodians(standing: OutboxStanding): CustodianStatus[] {
    return [...standing.custody.keys()]
      .map((address) => ({
        address,
        ...this.#parts.health.conduct(address),
        ...this.#custody(address, standing),
      }))
      .sort((a, b) => b.held - a.held)
      .slice(0, MAX_CUSTODIANS);
  }

  #custody(address: string, { custody }: OutboxStanding): CustodyStanding {
    const { held = 0, lastReceiptAtMs: stored = 0 } = custody.get(address) ?? {};
    const lastReceiptAtMs = Math.max(stored, this.#parts.health.lastReceiptAtMs(address) ?? 0);
    return { held, ...(lastReceiptAtMs === 0 ? {} : { lastReceiptAtMs }) };
  }

  #peers(): PeerStatus[] {
    return this.#context.network.figures.paths().map(({ kind, ...path }) => {
      const owner = this.#parts.ownerOf(path.peerId);
      return { ...path, path: kind, ...(owner ? { contact: formatAccountId(owner) } : {}) };
    });
  }

  #waitsFor(accountId: AccountId): WaitView['reason'] {
    const { contacts } = this.#context;
    const contact = contacts.get(accountId);
    if (contact && contacts.verification(contact) === 'changed') return 'keys-changed';
    return contact?.accountLog.length === 0 ? 'no-keys' : 'no-session';
  }

  /** A place that says nothing of itself is no reason to say nothing of the rest. */
  async #storage(): Promise<StorageCondition | undefined> {
    return await this.#parts.storage?.condition().catch(() => undefined);
  }
}
