/** An archive that a compliance test opens, closes and opens again. */
import type { ArchiveLimits, ArchivePage, MailboxArchive } from '../archive.ts';
import { archivedTopic, NOW_MS, SMALL_LIMITS, topicOf } from './archive-records.ts';

/** Opens archives on storage of their own. */
export interface ArchiveFactory {
  open(limits: ArchiveLimits): Promise<MailboxArchive>;
  /** Closes the archive and opens another one on the same storage. */
  reopen(archive: MailboxArchive, limits: ArchiveLimits): Promise<MailboxArchive>;
  dispose(): Promise<void>;
}

export interface PageOptions {
  readonly after?: number;
  readonly limit?: number;
  readonly maxBytes?: number;
  readonly nowMs?: number;
}

export interface ArchiveUnderTest {
  readonly archive: MailboxArchive;
  reopen(): Promise<void>;
  open(topic: string): Promise<'opened' | 'already-open' | 'full'>;
  /** Everything, unless told otherwise. */
  page(topic: string, options?: PageOptions): Promise<ArchivePage>;
}

export class FreshArchive implements ArchiveUnderTest {
  readonly #storage: ArchiveFactory;
  archive: MailboxArchive;

  private constructor(storage: ArchiveFactory, archive: MailboxArchive) {
    this.#storage = storage;
    this.archive = archive;
  }

  static async on(storage: ArchiveFactory): Promise<FreshArchive> {
    return new FreshArchive(storage, await storage.open(SMALL_LIMITS));
  }

  async reopen(): Promise<void> {
    this.archive = await this.#storage.reopen(this.archive, SMALL_LIMITS);
  }

  open(topic: string): Promise<'opened' | 'already-open' | 'full'> {
    return this.archive.openTopic({ ...archivedTopic(topic), nowMs: NOW_MS });
  }

  page(topic: string, options: PageOptions = {}): Promise<ArchivePage> {
    const page = { after: 0, limit: 50, maxBytes: 100_000, nowMs: NOW_MS, ...options };
    return this.archive.page({ topic: topicOf(topic), ...page });
  }

  async dispose(): Promise<void> {
    await this.archive.close();
    await this.#storage.dispose();
  }
}
