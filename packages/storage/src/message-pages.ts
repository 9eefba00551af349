/**
 * Pages of a conversation in the order of the port: by clock, then by message id.
 *
 * The database knows clocks but not ids. It gives the positions of a page and of every message that shares a clock with
 * the page's ends; ids put those in order, and only the rows of the page are read.
 */
import type { MessageQuery, MessageRecord } from '@sotto/ports';
import { type AccountId, compareBytes } from '@sotto/wire';
import { type MessagePosition, READ_STATE } from './message-table.ts';
import type { SqlDriver, SqlRow } from './sql-driver.ts';
import type { Tables } from './tables.ts';

const UNREAD = `incoming = 1 AND state <> ${READ_STATE}`;
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

function oldestFirst(a: MessagePosition, b: MessagePosition): number {
  return a.clock - b.clock || compareBytes(a.messageId, b.messageId);
}

export class MessagePages {
  readonly #driver: SqlDriver;
  readonly #tables: Tables;

  constructor(driver: SqlDriver, tables: Tables) {
    this.#driver = driver;
    this.#tables = tables;
  }

  /** Newest first. */
  async before(conversation: AccountId, { before, limit }: MessageQuery): Promise<MessageRecord[]> {
    const { message } = this.#tables;
    const tag = message.conversationTag(conversation);
    const latest = before?.clock ?? LATEST;
    // As many as asked for below the latest clock, and all with the latest or with the lowest clock among these.
    const sql = message.selectPositions(`WHERE conversation = ? AND clock <= ? AND clock >= ifnull((
      SELECT clock FROM message WHERE conversation = ? AND clock < ? ORDER BY clock DESC LIMIT 1 OFFSET ?), 0)`);
    const rows = await this.#driver.all(sql, [tag, latest, tag, latest, limit - 1]);
    const isBefore = ({ clock, messageId }: MessagePosition) =>
      before === undefined || clock < before.clock || compareBytes(messageId, before.messageId) < 0;
    return this.#read(this.#positions(rows).filter(isBefore).reverse().slice(0, limit));
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

  #positions(rows: readonly SqlRow[]): MessagePosition[] {
    return rows.map((row) => this.#tables.message.openPosition(row)).sort(oldestFirst);
  }

  /** The messages at these positions, in their order. */
  async #read(positions: readonly MessagePosition[]): Promise<MessageRecord[]> {
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
