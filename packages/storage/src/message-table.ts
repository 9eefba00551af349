/**
 * Messages: a sealed part that never changes, a sealed state that changes alone, and a sealed id for messages that
 * share a clock, which the database cannot put in order by itself.
 */
import type { MessageRecord } from '@sotto/ports';
import type { AccountId, MessageId } from '@sotto/wire';
import {
  DELIVERY_STATES,
  type MessageState,
  messageContent,
  messageId as messageIdField,
  messageState,
} from './record-layouts.ts';
import type { RowSeal } from './row-seal.ts';
import type { SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
import type { StoreKeys } from './store-keys.ts';

export const MESSAGE_TABLE = 'message';
const VERSION = 1;
export const READ_STATE = DELIVERY_STATES.indexOf('read');

const PUT_SQL = `INSERT INTO message (key, conversation, clock, incoming, state, sealed_id, sealed_state, sealed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET conversation = excluded.conversation, clock = excluded.clock,
    incoming = excluded.incoming, state = excluded.state, sealed_id = excluded.sealed_id,
    sealed_state = excluded.sealed_state, sealed = excluded.sealed`;
const SET_STATE_SQL = 'UPDATE message SET state = ?, sealed_state = ? WHERE key = ?';

/** Where a message stands in its conversation, and in the table. */
export interface MessagePosition {
  readonly row: number;
  readonly clock: number;
  readonly messageId: MessageId;
}

export class MessageTable {
  readonly #keys: StoreKeys;
  readonly #seal: RowSeal;

  constructor(keys: StoreKeys, seal: RowSeal) {
    this.#keys = keys;
    this.#seal = seal;
  }

  key(conversation: AccountId, messageId: MessageId): Uint8Array {
    return this.#keys.tag(MESSAGE_TABLE, 'key', conversation, messageId);
  }

  conversationTag(conversation: AccountId): Uint8Array {
    return this.#keys.tag(MESSAGE_TABLE, 'conversation', conversation);
  }

  put({ state, failure, ...content }: MessageRecord): SqlStatement {
    const { conversation, messageId, clock, direction } = content;
    const key = this.key(conversation, messageId);
    const beside = [key, this.conversationTag(conversation), clock, direction === 'in' ? 1 : 0];
    const [stateNumber, sealedState] = this.#sealState(key, failure === undefined ? { state } : { state, failure });
    const sealedId = this.#seal.seal(place('sealed_id', [key]), messageIdField, messageId);
    const sealed = this.#seal.seal(place('sealed', beside), messageContent, content);
    return { sql: PUT_SQL, values: [...beside, stateNumber, sealedId, sealedState, sealed] };
  }

  setState(conversation: AccountId, messageId: MessageId, state: MessageState): SqlStatement {
    const key = this.key(conversation, messageId);
    return { sql: SET_STATE_SQL, values: [...this.#sealState(key, state), key] };
  }

  /** `rest`: what follows the table in a SELECT. */
  select(rest: string): string {
    return `SELECT row, key, conversation, clock, incoming, state, sealed_state, sealed FROM message ${rest}`;
  }

  selectPositions(rest: string): string {
    return `SELECT row, key, clock, sealed_id FROM message ${rest}`;
  }

  /** @throws {VerifyError} `corrupt-record` */
  open(row: SqlRow): MessageRecord {
    const { key, conversation, clock, incoming, state, sealed_state: sealedState, sealed } = row as MessageRow;
    const content = this.#seal.open(place('sealed', [key, conversation, clock, incoming]), messageContent, sealed);
    return { ...content, ...this.#seal.open(place('sealed_state', [key, state]), messageState, sealedState) };
  }

  /** @throws {VerifyError} `corrupt-record` */
  openPosition(row: SqlRow): MessagePosition {
    const { row: rowNumber, key, clock, sealed_id: sealedId } = row as MessageRow;
    const messageId = this.#seal.open(place('sealed_id', [key]), messageIdField, sealedId);
    return { row: Number(rowNumber), clock: Number(clock), messageId };
  }

  #sealState(key: Uint8Array, state: MessageState): [number, Uint8Array] {
    const number = DELIVERY_STATES.indexOf(state.state);
    return [number, this.#seal.seal(place('sealed_state', [key, number]), messageState, state)];
  }
}

type MessageColumn = 'row' | 'key' | 'conversation' | 'clock' | 'incoming' | 'state';
type MessageRow = Readonly<Record<MessageColumn | 'sealed' | 'sealed_id' | 'sealed_state', SqlValue>>;

function place(column: string, beside: readonly SqlValue[]) {
  return { table: MESSAGE_TABLE, column, version: VERSION, beside };
}
