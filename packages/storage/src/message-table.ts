/**
 * Messages: a sealed part, a sealed state that changes alone, and a sealed id for messages that share a clock, which the
 * database cannot put in order by itself.
 */
import type { MessagePosition, MessageRecord } from '@sotto/ports';
import type { AccountId, MessageId } from '@sotto/wire';
import {
  DELIVERY_STATES,
  FIRST_CONTENT,
  MESSAGE_CONTENTS,
  type MessageState,
  messageId as messageIdField,
  messageState,
  VISIBILITIES,
} from './record-layouts.ts';
import type { RowSeal } from './row-seal.ts';
import type { SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
import type { StoreKeys } from './store-keys.ts';

export const MESSAGE_TABLE = 'message';
const VERSION = 1;
/** Of the sealed part, as it is written; older rows keep theirs. */
const LAYOUT = 2;
export const READ_STATE = DELIVERY_STATES.indexOf('read');

const BESIDE = 'key, conversation, clock, incoming, visibility, target, expires_at_ms';
const PUT_SQL = `INSERT INTO message (${BESIDE}, layout, state, sealed_id, sealed_state, sealed, revision)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT ifnull(max(revision), 0) + 1 FROM message))
  ON CONFLICT (key) DO UPDATE SET conversation = excluded.conversation, clock = excluded.clock,
    incoming = excluded.incoming, visibility = excluded.visibility, target = excluded.target,
    expires_at_ms = excluded.expires_at_ms, layout = excluded.layout, state = excluded.state,
    sealed_id = excluded.sealed_id, sealed_state = excluded.sealed_state, sealed = excluded.sealed,
    revision = excluded.revision`;
const SET_STATE_SQL = 'UPDATE message SET state = ?, sealed_state = ? WHERE key = ?';

/** What has a place in a conversation, as the schema has it in its indexes. */
export const IS_SHOWN = 'visibility <= 1';
export const IS_WAITING = `visibility = ${VISIBILITIES.indexOf('waiting') + 1}`;

/** Where a message stands in its conversation, and in the table. */
export interface RowPosition extends MessagePosition {
  readonly row: number;
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

  targetTag(conversation: AccountId, target: MessageId): Uint8Array {
    return this.#keys.tag(MESSAGE_TABLE, 'target', conversation, target);
  }

  put({ state, failure, ...content }: MessageRecord): SqlStatement {
    const { conversation, messageId, clock, direction, visibility, target, expiresAtMs } = content;
    const key = this.key(conversation, messageId);
    const beside = [
      key,
      this.conversationTag(conversation),
      clock,
      direction === 'in' ? 1 : 0,
      visibility === undefined ? 0 : VISIBILITIES.indexOf(visibility) + 1,
      target === undefined ? null : this.targetTag(conversation, target),
      expiresAtMs ?? null,
    ];
    const [stateNumber, sealedState] = this.#sealState(key, failure === undefined ? { state } : { state, failure });
    const sealedId = this.#seal.seal(place('sealed_id', [key]), messageIdField, messageId);
    const sealed = this.#seal.seal(place('sealed', beside, LAYOUT), contentOf(LAYOUT), content);
    return { sql: PUT_SQL, values: [...beside, LAYOUT, stateNumber, sealedId, sealedState, sealed] };
  }

  setState(conversation: AccountId, messageId: MessageId, state: MessageState): SqlStatement {
    const key = this.key(conversation, messageId);
    return { sql: SET_STATE_SQL, values: [...this.#sealState(key, state), key] };
  }

  /** `rest`: what follows the table in a SELECT. */
  select(rest: string): string {
    return `SELECT row, revision, ${BESIDE}, layout, state, sealed_state, sealed FROM message ${rest}`;
  }

  selectPositions(rest: string): string {
    return `SELECT row, key, clock, sealed_id FROM message ${rest}`;
  }

  /** @throws {VerifyError} `corrupt-record` */
  open(row: SqlRow): MessageRecord {
    const { key, layout, state, sealed_state: sealedState, sealed } = row as MessageRow;
    const version = Number(layout);
    const content = this.#seal.open(place('sealed', besideOf(row as MessageRow), version), contentOf(version), sealed);
    return { ...content, ...this.#seal.open(place('sealed_state', [key, state]), messageState, sealedState) };
  }

  /** @throws {VerifyError} `corrupt-record` */
  openPosition(row: SqlRow): RowPosition {
    const { row: rowNumber, key, clock, sealed_id: sealedId } = row as MessageRow;
    const messageId = this.#seal.open(place('sealed_id', [key]), messageIdField, sealedId);
    return { row: Number(rowNumber), clock: Number(clock), messageId };
  }

  #sealState(key: Uint8Array, state: MessageState): [number, Uint8Array] {
    const number = DELIVERY_STATES.indexOf(state.state);
    return [number, this.#seal.seal(place('sealed_state', [key, number]), messageState, state)];
  }
}

type MessageColumn =
  | 'row'
  | 'key'
  | 'conversation'
  | 'clock'
  | 'incoming'
  | 'visibility'
  | 'target'
  | 'expires_at_ms'
  | 'layout'
  | 'state';
type MessageRow = Readonly<Record<MessageColumn | 'sealed' | 'sealed_id' | 'sealed_state', SqlValue>>;

/** The columns that the sealed part is bound to; those of a row of layout 1 must be as the migration made them. */
function besideOf(row: MessageRow): readonly SqlValue[] {
  const first = [row.key, row.conversation, row.clock, row.incoming];
  const added = [row.visibility, row.target, row.expires_at_ms];
  const isAsMigrated = row.visibility === 0 && row.target === null && row.expires_at_ms === null;
  return row.layout === 1 && isAsMigrated ? first : [...first, ...added];
}

/** A number that nobody wrote is a row that somebody changed: it does not open under any layout. */
function contentOf(layout: number) {
  return MESSAGE_CONTENTS[layout] ?? FIRST_CONTENT;
}

function place(column: string, beside: readonly SqlValue[], version = VERSION) {
  return { table: MESSAGE_TABLE, column, version, beside };
}
