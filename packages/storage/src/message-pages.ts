/**
 * Pages of a conversation in the order of the port: by clock, then by message id.
 *
 * The database knows clocks but not ids. It gives the positions of a page and of every message that shares a clock with
 * the page's ends; ids put those in order, and only the rows of the page are read.
 */
import type { ChangedMessage, MessagePosition, MessageQuery, MessageRecord } from '@sotto/ports';
import { type AccountId, compareBytes, type MessageId } from '@sotto/wire';
import { EffectReads } from './effect-reads.ts';
import { IS_SHOWN, IS_WAITING, READ_STATE, type RowPosition } from './message-table.ts';
import type { SqlDriver, SqlRow } from './sql-driver.ts';
import type { Tables } from './tables.ts';

const UNREAD = `incoming = 1 AND state <> ${READ_STATE} AND visibility = 0`;
const LATEST = Number.MAX_SAFE_INTEGER;
const LAST_CLOCK = `
WITH RECURSIVE talk (conversation) AS (
  SELECT min(conversation) FROM message
  UNION ALL
  SELECT (SELECT min(conversation) FROM message WHERE conversation > talk.conversation) FROM talk
  WHERE talk.conversation IS NOT NULL)
SELECT max(
  ifnull((SELECT max((SELECT max(clock) FROM message WHERE message.conversation = talk.conversation)) FROM talk), 0),
  ifnull((SELECT max(clock) FROM notice), 0)) AS last`;

/** What a page is taken from. */
const WHICH = { shown: IS_SHOWN, all: 'true' } as const;

function oldestFirst(a: MessagePosition, b: MessagePosition): number {
  return a.clock - b.clock || compareBytes(a.messageId, b.messageId);
}

export class MessagePages {
  readonly #driver: SqlDriver;
  readonly #tables: Tables;
  readonly #effects: EffectReads;

  constructor(driver: SqlDriver, tables: Tables) {
    this.#driver = driver;
    this.#tables = tables;
    this.#effects = new EffectReads(driver, (rest) => tables.message.select(rest));
  }

  /** Newest first; oldest first with `after`. */
  async page(conversation: AccountId, query: MessageQuery): Promise<MessageRecord[]> {
    const { after, before, limit, which = 'shown' } = query;
    return after === undefined
      ? await this.#before(conversation, { before, limit, which })
      : await this.#after(conversation, { after, limit, which });
  }

  async #before(
    conversation: AccountId,
    { before, limit, which }: Required<Pick<MessageQuery, 'limit' | 'which'>> & { before: MessagePosition | undefined },
  ): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const tag = message.conversationTag(conversation);
    const latest = before?.clock ?? LATEST;
    // As many as asked for below the latest clock, and all with the latest or with the lowest clock among these.
    const sql = message.selectPositions(`WHERE conversation = ? AND ${WHICH[which]} AND clock <= ? AND clock >= ifnull((
      SELECT clock FROM message WHERE conversation = ? AND ${WHICH[which]} AND clock < ?
      ORDER BY clock DESC LIMIT 1 OFFSET ?), 0)`);
    const rows = await this.#driver.all(sql, [tag, latest, tag, latest, limit - 1]);
    const isBefore = (position: MessagePosition) => before === undefined || oldestFirst(position, before) < 0;
    return this.#read(this.#positions(rows).filter(isBefore).reverse().slice(0, limit));
  }

  async #after(
    conversation: AccountId,
    { after, limit, which }: Required<Pick<MessageQuery, 'after' | 'limit' | 'which'>>,
  ): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const tag = message.conversationTag(conversation);
    const sql = message.selectPositions(`WHERE conversation = ? AND ${WHICH[which]} AND clock >= ? AND clock <= ifnull((
      SELECT clock FROM message WHERE conversation = ? AND ${WHICH[which]} AND clock > ?
      ORDER BY clock LIMIT 1 OFFSET ?), ${LATEST})`);
    const rows = await this.#driver.all(sql, [tag, after.clock, tag, after.clock, limit - 1]);
    const isAfter = (position: MessagePosition) => oldestFirst(position, after) > 0;
    return this.#read(this.#positions(rows).filter(isAfter).slice(0, limit));
  }

  /** On one message, oldest first. */
  async effects(conversation: AccountId, target: MessageId): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const rows = await this.#effects.of(message.targetTag(conversation, target));
    return rows.map((row) => message.open(row)).sort(oldestFirst);
  }

  /** Oldest first. */
  async waitingEffects(conversation: AccountId, limit: number): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const tag = message.conversationTag(conversation);
    const sql = message.selectPositions(`WHERE conversation = ? AND ${IS_WAITING} AND clock <= ifnull((
      SELECT clock FROM message WHERE conversation = ? AND ${IS_WAITING} ORDER BY clock LIMIT 1 OFFSET ?), ${LATEST})`);
    const rows = await this.#driver.all(sql, [tag, tag, limit - 1]);
    return this.#read(this.#positions(rows).slice(0, limit));
  }

  /** Those whose time was over first come first. */
  async expired(nowMs: number, limit: number): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const sql = message.select('WHERE expires_at_ms <= ? ORDER BY expires_at_ms LIMIT ?');
    return (await this.#driver.all(sql, [nowMs, limit])).map((row) => message.open(row));
  }

  /** By revision. */
  async changedSince(revision: number, limit: number): Promise<ChangedMessage[]> {
    const { message } = this.#tables;
    const rows = await this.#driver.all(message.select('WHERE revision > ? ORDER BY revision LIMIT ?'), [
      revision,
      limit,
    ]);
    return rows.map((row) => ({ revision: Number(row['revision']), message: message.open(row) }));
  }

  async lastRevision(): Promise<number> {
    const [row] = await this.#driver.all('SELECT max(revision) AS last FROM message', []);
    return Number(row?.['last'] ?? 0);
  }

  async nextExpiryAtMs(): Promise<number | undefined> {
    const sql = 'SELECT min(expires_at_ms) AS due FROM message WHERE expires_at_ms IS NOT NULL';
    const [row] = await this.#driver.all(sql, []);
    return typeof row?.['due'] === 'number' ? row['due'] : undefined;
  }

  /** What came in and was not shown, oldest first. */
  async unread(conversation: AccountId, limit: number): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const tag = message.conversationTag(conversation);
    const sql = message.selectPositions(`WHERE conversation = ? AND ${UNREAD} AND clock <= ifnull((
      SELECT clock FROM message WHERE conversation = ? AND ${UNREAD} ORDER BY clock LIMIT 1 OFFSET ?), ${LATEST})`);
    const rows = await this.#driver.all(sql, [tag, tag, limit - 1]);
    return this.#read(this.#positions(rows).slice(0, limit));
  }

  async unreadCount(conversation: AccountId): Promise<number> {
    const tag = this.#tables.message.conversationTag(conversation);
    const sql = `SELECT count(*) AS total FROM message WHERE conversation = ? AND ${UNREAD}`;
    const [row] = await this.#driver.all(sql, [tag]);
    return Number(row?.['total']);
  }

  /** The highest clock of all conversations; looks at one entry of the index for each of them. */
  async lastClock(): Promise<number> {
    const [row] = await this.#driver.all(LAST_CLOCK, []);
    return Number(row?.['last'] ?? 0);
  }

  #positions(rows: readonly SqlRow[]): RowPosition[] {
    return rows.map((row) => this.#tables.message.openPosition(row)).sort(oldestFirst);
  }

  /** The messages at these positions, in their order. */
  async #read(positions: readonly RowPosition[]): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const numbers = JSON.stringify(positions.map(({ row }) => row));
    const rows = await this.#driver.all(message.select('WHERE row IN (SELECT value FROM json_each(?))'), [numbers]);
    const byNumber = new Map(rows.map((row) => [row['row'], row]));
    return positions.flatMap(({ row }) => {
      const found = byNumber.get(row);
      return found === undefined ? [] : [message.open(found)];
    });
  }
}
