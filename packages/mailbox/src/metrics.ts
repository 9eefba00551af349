/**
 * The figures of a mailbox for Prometheus (attack G7): counts, times and sizes. Labels are words of the protocol; none
 * names a person, a topic, an envelope or an address.
 */
import type { ServerEvent } from '@sotto/network';
import { RefusalCode } from '@sotto/wire';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ArchiveReport, ArchiveState, ArchiveTotals } from './archive.ts';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const OPERATIONS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];
const STATES: readonly ArchiveState[] = ['ready', 'disk-full', 'failed'];
const MILLISECONDS = 1_000;

export interface MetricsSource {
  totals(): Promise<ArchiveTotals>;
  state(): ArchiveState;
  followedTopics(): number;
}

export class MailboxMetrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter('requests_total', 'Requests answered', ['protocol', 'operation', 'outcome']);
  readonly #requestSeconds = this.#histogram('request_seconds', 'Time to answer a request', SECONDS, ['operation']);
  readonly #connections = this.#gauge('connections', 'Open connections');
  readonly #refusedConnections = this.#counter('connections_refused_total', 'Connections refused by a limit', []);
  readonly #streams = this.#gauge('streams', 'Open streams', ['protocol']);
  readonly #cutStreams = this.#counter('streams_cut_total', 'Streams closed for cause', ['protocol', 'cause']);
  readonly #deliveries = this.#counter('deliveries_total', 'Envelopes pushed to subscribers', []);
  readonly #deliveredBytes = this.#counter('delivered_bytes_total', 'Bytes of envelopes pushed', []);
  readonly #faults = this.#counter('faults_total', 'Faults of the mailbox itself', []);
  readonly #commitSeconds = this.#histogram('commit_seconds', 'Time until a transaction was durable', SECONDS, []);
  readonly #commitOperations = this.#histogram('commit_operations', 'Operations of a transaction', OPERATIONS, []);
  readonly #corruptRecords = this.#counter('corrupt_records_total', 'Records found with a wrong checksum', []);

  get contentType(): string {
    return this.#registry.contentType;
  }

  onServerEvent(event: ServerEvent): void {
    switch (event.kind) {
      case 'connection':
        if (event.change === 'refused') this.#refusedConnections.inc();
        else this.#connections.inc(event.change === 'opened' ? 1 : -1);
        return;
      case 'stream':
        if (event.change === 'opened') this.#streams.inc({ protocol: event.protocol });
        else if (event.change === 'closed') this.#streams.dec({ protocol: event.protocol });
        else this.#cutStreams.inc({ protocol: event.protocol, cause: event.change });
        return;
      case 'request': {
        const { protocol, operation, elapsedMs } = event;
        const outcome = event.outcome === 'ok' ? 'ok' : RefusalCode[event.outcome].toLowerCase();
        this.#requests.inc({ protocol, operation, outcome });
        this.#requestSeconds.observe({ operation }, elapsedMs / MILLISECONDS);
        return;
      }
      case 'delivery':
        this.#deliveries.inc();
        this.#deliveredBytes.inc(event.sizeBytes);
        return;
      case 'fault':
        this.#faults.inc();
    }
  }

  onArchiveReport({ transaction, corruptRecords }: ArchiveReport): void {
    if (corruptRecords > 0) this.#corruptRecords.inc(corruptRecords);
    if (transaction === undefined) return;
    this.#commitSeconds.observe(transaction.durationMs / MILLISECONDS);
    this.#commitOperations.observe(transaction.operations);
  }

  /** Adds what is looked up when somebody asks. */
  watch(source: MetricsSource): void {
    const topics = this.#gauge('topics', 'Open topics');
    const envelopes = this.#gauge('envelopes', 'Envelopes held');
    const bytes = this.#gauge('envelope_bytes', 'Bytes of envelopes held');
    const accounts = this.#gauge('accounts', 'Accounts in the directory');
    const prekeys = this.#gauge('one_time_prekeys', 'One-time prekeys held');
    const followed = this.#gauge('followed_topics', 'Topics with a subscriber');
    const memory = this.#gauge('resident_memory_bytes', 'Memory of the process');
    const state = this.#gauge('state', '1 for the state of the storage, else 0', ['state']);
    // One look-up fills all of them.
    new Gauge({
      name: 'sotto_mailbox_up',
      help: '1 while the storage answers',
      registers: [this.#registry],
      async collect() {
        followed.set(source.followedTopics());
        memory.set(process.memoryUsage.rss());
        for (const name of STATES) state.set({ state: name }, name === source.state() ? 1 : 0);
        const totals = await source.totals().catch(() => undefined);
        this.set(totals === undefined ? 0 : 1);
        if (totals === undefined) return;
        topics.set(totals.topics);
        envelopes.set(totals.envelopes);
        bytes.set(totals.envelopeBytes);
        accounts.set(totals.accounts);
        prekeys.set(totals.prekeys);
      },
    });
  }

  /** The text format of Prometheus. */
  async render(): Promise<string> {
    // The look-up comes first, so that the figures it sets are those of this page.
    await this.#registry.getSingleMetricAsString('sotto_mailbox_up');
    return this.#registry.metrics();
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({
      name: `sotto_mailbox_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
    });
  }

  #gauge<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name: `sotto_mailbox_${name}`, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly Label[],
  ): Histogram<Label> {
    const shape = { name: `sotto_mailbox_${name}`, help, buckets: [...buckets], labelNames: [...labelNames] };
    return new Histogram({ ...shape, registers: [this.#registry] });
  }
}
