/**
 * A whole mailbox in one call: archive, services, network and figures, started in this order and stopped in the other
 * (specs/06). The composition root of the operator's side.
 */
import { createMailboxServer, type MailboxServer, type MailboxServerLimits, type ServerEvent } from '@sotto/network';
import type { Clock, Random } from '@sotto/ports';
import type { MailboxAddress } from '@sotto/wire';
import type { ArchiveReport, ArchiveState, MailboxArchive } from './archive.ts';
import { createDirectoryService } from './directory-service.ts';
import { errorFacts, type MailboxLog } from './event-log.ts';
import { openMailboxIdentity } from './mailbox-identity.ts';
import { type MailboxPolicy, mailboxPolicy } from './mailbox-policy.ts';
import { createMailboxService } from './mailbox-service.ts';
import { startMaintenance } from './maintenance.ts';
import { MailboxMetrics } from './metrics.ts';
import { type MetricsEndpoint, serveMetrics } from './metrics-endpoint.ts';
import { ReceiptSigner } from './receipt-signer.ts';
import { RequesterRates } from './requester-rates.ts';
import { Signatures } from './signatures.ts';
import { openSqliteArchive } from './sqlite/sqlite-archive.ts';

export interface MailboxConfig {
  /** Where envelopes, directory and key are kept; made when it is not there. One mailbox at a time. */
  readonly folder: string;
  /** Multiaddrs, e.g. `/ip4/0.0.0.0/tcp/4001`, `/ip4/0.0.0.0/tcp/4002/ws`. Port 0: any free one. */
  readonly listen: readonly string[];
  /** Multiaddrs that clients are told, when they differ (a proxy, a name). Without PeerId. */
  readonly announce?: readonly string[];
  /** What differs from the defaults of `DEFAULT_POLICY`. */
  readonly policy?: Partial<MailboxPolicy>;
  readonly connections?: Partial<MailboxServerLimits>;
  /** Where `/metrics`, `/ready` and `/live` are served; absent: nowhere. */
  readonly metrics?: { readonly host?: '127.0.0.1' | '::1'; readonly port: number };
  /** Absent: silent. */
  readonly log?: MailboxLog;
  readonly clock: Clock;
  readonly random: Random;
}

export interface RunningMailbox {
  /** Where clients reach it; the key of its receipts is part of each. */
  readonly addresses: readonly MailboxAddress[];
  /** `http://127.0.0.1:9464`, when it was asked for. */
  readonly metricsUrl: string | undefined;
  readonly state: () => ArchiveState;
  /** Ends all streams, finishes what was begun, closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a mailbox; ready for clients when it resolves.
 * @throws {UsageError} `invalid-argument` for a policy out of range, or a key that others can read
 * @throws {UnavailableError} `home-busy` when another mailbox uses the folder, `storage`, or `refused` when an address
 *   cannot be listened on
 */
export async function runMailbox(config: MailboxConfig): Promise<RunningMailbox> {
  const { folder, clock, random, log = () => {} } = config;
  const policy = mailboxPolicy(config.policy);
  const metrics = new MailboxMetrics();
  const onReport = reportObserver(metrics, log);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const limits = { ...policy };
    const archive = await openSqliteArchive({ folder, limits, ballastBytes: policy.ballastBytes, onReport });
    stops.push(() => archive.close());
    // The archive holds the lock of the folder from here on.
    const identity = openMailboxIdentity(folder, random);
    const signatures = new Signatures(identity.mailboxKey);
    stops.push(() => signatures.close());
    const rates = new RequesterRates(policy, clock);
    const receipts = new ReceiptSigner(identity);
    const mailbox = createMailboxService({ archive, signatures, receipts, rates, policy, clock, random });
    const onFault = (error: unknown) => log('fault', { operation: 'maintenance', ...errorFacts(error) });
    stops.push(startMaintenance({ archive, clock, followedTopics: () => mailbox.followedTopics(), onFault }));
    const directory = createDirectoryService({ archive, mailboxKey: identity.mailboxKey, rates, clock });
    metrics.watch({
      totals: () => archive.totals(),
      state: () => archive.state(),
      followedTopics: () => mailbox.followedTopicCount(),
    });
    const server = createMailboxServer({
      seed: identity.secretKey,
      listen: config.listen,
      ...(config.announce === undefined ? {} : { announce: config.announce }),
      mailbox,
      directory,
      clock,
      random,
      ...(config.connections === undefined ? {} : { limits: config.connections }),
      observe: serverObserver(metrics, log),
    });
    stops.push(() => server.stop());
    await server.start();
    const endpoint = await startEndpoint(config, metrics, archive);
    if (endpoint !== undefined) stops.push(() => endpoint.close());
    return running({ server, endpoint, archive, log, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  readonly server: MailboxServer;
  readonly endpoint: MetricsEndpoint | undefined;
  readonly archive: MailboxArchive;
  readonly log: MailboxLog;
  readonly stop: () => Promise<void>;
}

function running({ server, endpoint, archive, log, stop }: Parts): RunningMailbox {
  const addresses = server.addresses();
  log('started', { listeners: addresses.length, metrics: endpoint !== undefined });
  let stopping: Promise<void> | undefined;
  return {
    addresses,
    metricsUrl: endpoint?.url,
    state: () => archive.state(),
    stop() {
      stopping ??= (async () => {
        log('stopping');
        await stop();
        log('stopped');
      })();
      return stopping;
    },
  };
}

async function startEndpoint(
  { metrics: settings }: MailboxConfig,
  metrics: MailboxMetrics,
  archive: MailboxArchive,
): Promise<MetricsEndpoint | undefined> {
  if (settings === undefined) return undefined;
  return serveMetrics({
    host: settings.host ?? '127.0.0.1',
    port: settings.port,
    contentType: metrics.contentType,
    render: () => metrics.render(),
    isReady: () => archive.state() !== 'failed',
  });
}

function serverObserver(metrics: MailboxMetrics, log: MailboxLog): (event: ServerEvent) => void {
  return (event) => {
    metrics.onServerEvent(event);
    if (event.kind === 'fault') log('fault', { operation: event.operation, ...errorFacts(event.error) });
  };
}

function reportObserver(metrics: MailboxMetrics, log: MailboxLog): (report: ArchiveReport) => void {
  let last: ArchiveState = 'ready';
  return (report) => {
    metrics.onArchiveReport(report);
    if (report.corruptRecords > 0) log('corrupt-records', { count: report.corruptRecords });
    if (report.state === last) return;
    if (report.state === 'disk-full') log('disk-full');
    else if (report.state === 'failed') log('storage-failed');
    else log('disk-recovered');
    last = report.state;
  };
}
