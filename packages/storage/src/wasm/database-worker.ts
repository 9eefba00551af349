/**
 * The dedicated worker that has the database: only here a browser gives synchronous access to files.
 *
 * Owns the one connection of this worker. Calls are answered in their order.
 */
import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import {
  type DatabaseCall,
  type DatabaseFailure,
  type DatabaseReplies,
  type DatabaseReply,
  type DatabaseRequest,
  type DatabaseRequests,
  type DatabaseResults,
  movedBack,
} from './database-call.ts';
import { GroupTransactions } from './group-transactions.ts';
import { loadEngine } from './sqlite-engine.ts';
import { WasmConnection } from './wasm-connection.ts';
import { wasmFault } from './wasm-fault.ts';

interface OpenDatabase {
  readonly connection: WasmConnection;
  readonly transactions: GroupTransactions;
}

/** Loading begins with the worker, so that it is done when a passphrase has been typed. */
const engine: Promise<Sqlite3Static | DatabaseFailure> = loadEngine().catch((error: unknown) => ({
  fault: 'engine',
  reason: error instanceof Error ? error.name : 'unknown',
}));
let database: OpenDatabase | undefined;

async function open(path: string): Promise<DatabaseFailure | undefined> {
  const sqlite = await engine;
  if ('fault' in sqlite) return sqlite;
  const connection = await WasmConnection.open(sqlite, path);
  database = { connection, transactions: new GroupTransactions(connection) };
  return undefined;
}

/** Everything but opening is done before the next call is looked at. */
function answer(call: Exclude<DatabaseCall, { kind: 'open' }>): DatabaseResults[DatabaseCall['kind']] {
  if (database === undefined) return undefined;
  const { connection, transactions } = database;
  if (call.kind === 'all') return connection.all(call.sql, call.values);
  if (call.kind === 'transact') return transactions.run(call.groups, call.durability);
  if (call.kind === 'serialize') return connection.serialize();
  if (call.kind === 'close') {
    database = undefined;
    connection.close();
  } else if (call.kind === 'deserialize') connection.deserialize(call.bytes);
  else runScript(connection, call.sql);
  return undefined;
}

function runScript(connection: WasmConnection, sql: string): void {
  try {
    connection.script(sql);
  } catch (error) {
    if (connection.isInTransaction) connection.script('ROLLBACK');
    throw error;
  }
}

globalThis.addEventListener('message', ({ data }: MessageEvent<DatabaseRequests>) => {
  void replyAll(data).then((replies) => globalThis.postMessage(replies, { transfer: movedBack(replies) }));
});

async function replyAll(requests: DatabaseRequests): Promise<DatabaseReplies> {
  const replies: DatabaseReply[] = [];
  for (const request of requests) replies.push(await reply(request));
  return replies;
}

async function reply({ id, call }: DatabaseRequest): Promise<DatabaseReply> {
  try {
    if (call.kind !== 'open') return { id, result: answer(call) };
    const failure = await open(call.path);
    return failure === undefined ? { id, result: undefined } : { id, failure };
  } catch (error) {
    return { id, failure: wasmFault(error) };
  }
}
