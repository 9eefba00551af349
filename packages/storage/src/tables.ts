/** All tables of one open database, under its keys. */
import type { CryptoProvider, Secret } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { KEY_CHECK_TABLE } from './key-check.ts';
import { MESSAGE_TABLE, MessageTable } from './message-table.ts';
import { RowSeal } from './row-seal.ts';
import { SealedTable } from './sealed-table.ts';
import { StoreKeys } from './store-keys.ts';
import * as layouts from './table-layouts.ts';

const SEALED_TABLES = [
  layouts.SETTING,
  layouts.PREKEY,
  layouts.CONTACT,
  layouts.PEER_DEVICE,
  layouts.SESSION,
  layouts.SESSION_TRACE,
  layouts.CONVERSATION,
  layouts.NOTICE,
  layouts.TOPIC,
  layouts.OUTBOX,
  layouts.UNSEALED,
  layouts.CUSTODY,
  layouts.STREAM,
  layouts.SEEN_ENVELOPE,
  layouts.ACKNOWLEDGEMENT,
  layouts.PENDING_RECEIPT,
].map(({ table }) => table);

export interface TablesOptions {
  readonly provider: CryptoProvider;
  readonly storeKey: Uint8Array | Secret;
  readonly random: Random;
}

export function createTables({ provider, storeKey, random }: TablesOptions) {
  const keys = new StoreKeys(provider, storeKey, [...SEALED_TABLES, MESSAGE_TABLE, KEY_CHECK_TABLE]);
  const seal = new RowSeal(provider, keys, random);
  return {
    keys,
    seal,
    setting: new SealedTable(layouts.SETTING, keys, seal),
    prekey: new SealedTable(layouts.PREKEY, keys, seal),
    contact: new SealedTable(layouts.CONTACT, keys, seal),
    peerDevice: new SealedTable(layouts.PEER_DEVICE, keys, seal),
    session: new SealedTable(layouts.SESSION, keys, seal),
    sessionTrace: new SealedTable(layouts.SESSION_TRACE, keys, seal),
    conversation: new SealedTable(layouts.CONVERSATION, keys, seal),
    notice: new SealedTable(layouts.NOTICE, keys, seal),
    topic: new SealedTable(layouts.TOPIC, keys, seal),
    message: new MessageTable(keys, seal),
    outbox: new SealedTable(layouts.OUTBOX, keys, seal),
    unsealed: new SealedTable(layouts.UNSEALED, keys, seal),
    custody: new SealedTable(layouts.CUSTODY, keys, seal),
    stream: new SealedTable(layouts.STREAM, keys, seal),
    seenEnvelope: new SealedTable(layouts.SEEN_ENVELOPE, keys, seal),
    acknowledgement: new SealedTable(layouts.ACKNOWLEDGEMENT, keys, seal),
    pendingReceipt: new SealedTable(layouts.PENDING_RECEIPT, keys, seal),
    replayTag: (key: Uint8Array) => keys.tag('replay', 'key', key),
  };
}

export type Tables = ReturnType<typeof createTables>;
