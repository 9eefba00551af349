/**
 * Which devices need a new session, and which lately got one: a list that outlives a crash, because what could not be
 * opened is deleted at the mailbox (specs/08 §4).
 *
 * A value: operations return the next one.
 */
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  concatBytes,
  DecodeError,
  type DeviceId,
  encodeUint64,
  equalBytes,
} from '@sotto/wire';

/** Junk must not make us spend keys: so many new sessions with one device in one pause. */
const REPAIRS_PER_PAUSE = 3;
const REPAIR_PAUSE_MS = 10 * 60_000;
const MAX_ENTRIES = 1_000;
// account (32) || device (16) || wanted (1) || least generation, start of the pause, repairs in it (8 each)
const ENTRY_BYTES = 32 + 16 + 1 + 3 * 8;

export interface RepairEntry {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly isWanted: boolean;
  /** The new session must have at least this generation. */
  readonly atLeast: number;
  readonly pauseStartMs: number;
  readonly repairs: number;
}

export type RepairList = readonly RepairEntry[];

type Device = Pick<RepairEntry, 'accountId' | 'deviceId'>;

export function wantRepair(list: RepairList, device: Device, atLeast: number): RepairList {
  const before = find(list, device);
  const entry: RepairEntry = {
    ...(before ?? { pauseStartMs: 0, repairs: 0 }),
    accountId: device.accountId,
    deviceId: device.deviceId,
    isWanted: true,
    atLeast: Math.max(before?.atLeast ?? 0, atLeast),
  };
  return [...without(list, device), entry].slice(-MAX_ENTRIES);
}

/** A new session is stored: the entry stays until its pause is over. */
export function repaired(list: RepairList, device: Device, nowMs: number): RepairList {
  const before = find(list, device);
  const goesOn = before !== undefined && isPaused(before, nowMs);
  const entry: RepairEntry = {
    accountId: device.accountId,
    deviceId: device.deviceId,
    isWanted: false,
    atLeast: 0,
    pauseStartMs: goesOn ? before.pauseStartMs : nowMs,
    repairs: goesOn ? before.repairs + 1 : 1,
  };
  const current = without(list, device).filter((other) => other.isWanted || isPaused(other, nowMs));
  return [...current, entry].slice(-MAX_ENTRIES);
}

/** What is wanted and may be done now. */
export function dueRepairs(list: RepairList, nowMs: number): RepairList {
  return list.filter((entry) => entry.isWanted && (!isPaused(entry, nowMs) || entry.repairs < REPAIRS_PER_PAUSE));
}

export function encodeRepairList(list: RepairList): Uint8Array {
  return concatBytes(
    ...list.flatMap(({ accountId, deviceId, isWanted, atLeast, pauseStartMs, repairs }) => [
      accountId,
      deviceId,
      Uint8Array.of(isWanted ? 1 : 0),
      encodeUint64(atLeast),
      encodeUint64(pauseStartMs),
      encodeUint64(repairs),
    ]),
  );
}

/** @throws {DecodeError} `wrong-length` */
export function decodeRepairList(bytes: Uint8Array): RepairList {
  if (bytes.length % ENTRY_BYTES !== 0) throw new DecodeError('wrong-length', 'bad list of repairs');
  const list: RepairEntry[] = [];
  for (let start = 0; start < bytes.length; start += ENTRY_BYTES) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + start + 49);
    list.push({
      accountId: asAccountId(bytes.slice(start, start + 32)),
      deviceId: asDeviceId(bytes.slice(start + 32, start + 48)),
      isWanted: bytes[start + 48] === 1,
      atLeast: Number(view.getBigUint64(0)),
      pauseStartMs: Number(view.getBigUint64(8)),
      repairs: Number(view.getBigUint64(16)),
    });
  }
  return list;
}

function isPaused({ pauseStartMs }: RepairEntry, nowMs: number): boolean {
  return pauseStartMs <= nowMs && nowMs < pauseStartMs + REPAIR_PAUSE_MS;
}

function find(list: RepairList, device: Device): RepairEntry | undefined {
  return list.find((entry) => isSame(entry, device));
}

function without(list: RepairList, device: Device): RepairList {
  return list.filter((entry) => !isSame(entry, device));
}

function isSame(entry: RepairEntry, device: Device): boolean {
  return equalBytes(entry.accountId, device.accountId) && equalBytes(entry.deviceId, device.deviceId);
}
