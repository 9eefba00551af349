/**
 * A device of a schedule: the smallest honest store around sessions. It stores before it sends or shows, wipes what the
 * stored state no longer needs, and starts again from what is stored.
 */
import { type RandomBytes, type Session, wipeAll } from '@sotto/crypto';
import { LIMITS } from '@sotto/wire';
import { mustHold } from './broken-rule.ts';
import {
  type DeviceState,
  fingerprint,
  freeze,
  linkWith,
  NEW_DEVICE,
  type PrekeyPair,
  type StoredState,
  thaw,
} from './device-state.ts';
import type { Directory } from './directory.ts';
import type { Engine } from './engine.ts';
import type { KeyLedger } from './key-ledger.ts';
import type { Packet } from './packet.ts';

const ROTATION_MS = LIMITS.SIGNED_PREKEY_ROTATION_SECONDS * 1_000;
const GRACE_MS = LIMITS.SIGNED_PREKEY_GRACE_SECONDS * 1_000;
const STOCK = 3;
/** More ids than a device uses between two backups. */
const RESTORE_LEAP = 1_000;

export interface DeviceParts {
  readonly name: string;
  readonly engine: Engine;
  readonly directory: Directory;
  readonly ledger: KeyLedger;
  readonly random: RandomBytes;
  /** Puts a packet on its way. */
  readonly emit: (packet: Packet) => void;
  /** A restored store sends on its old chains: a fault to plant. */
  readonly forgetsRestores?: boolean | undefined;
}

export class Device {
  readonly parts: DeviceParts;
  state: DeviceState = NEW_DEVICE;
  nowMs: number;
  /** Every time that the clock has shown. */
  readonly clockLog: number[] = [];
  /** How often the store was replaced by an older one. */
  restores = 0;
  readonly #commits: StoredState[] = [];

  constructor(parts: DeviceParts, nowMs: number) {
    this.parts = parts;
    this.nowMs = nowMs;
    this.setClock(nowMs);
    this.#rotate();
    this.refill();
  }

  get name(): string {
    return this.parts.name;
  }

  setClock(nowMs: number): void {
    this.nowMs = nowMs;
    this.clockLog.push(nowMs);
  }

  /** Durable when it returns. Then nothing needs what is consumed. */
  commit(state: DeviceState, consumed: readonly Uint8Array[] = []): void {
    this.#commits.push(freeze(state));
    wipeAll(consumed);
    this.state = state;
    if (consumed.length === 0) return;
    const again = fingerprint(thaw(freeze(state)));
    mustHold(fingerprint(state) === again, 'B8: wiping what a step consumed changed the state after it');
  }

  /** The process dies and starts again: what is stored and not noted as sent goes out (attack B12). */
  restart(): void {
    this.state = thaw(this.#last(0));
    this.sendStored();
  }

  /** The store becomes an older one, and the device finds out (attack B8). */
  restore(back: number): void {
    this.restores += 1;
    this.#commits.push(this.#last(back % this.#commits.length));
    const counter = this.state.counter + RESTORE_LEAP;
    const before = thaw(this.#last(0), this.parts.forgetsRestores !== true);
    this.commit({ ...before, counter, firstSinceRestore: counter + 1 });
    this.#rotate();
    this.sendStored();
  }

  sendStored(): void {
    const { outbox } = this.state;
    if (outbox.length === 0) return;
    for (const packet of outbox) this.parts.emit(packet);
    this.commit({ ...this.state, outbox: [] });
  }

  /** What a running device does now and then, before anything else. */
  keepHouse(): void {
    const [newest] = this.state.prekeys;
    if (newest === undefined || Math.abs(this.nowMs - newest.createdAtMs) >= ROTATION_MS) this.#rotate();
  }

  refill(): void {
    const ids = Array.from({ length: STOCK }, (_, index) => this.state.counter + 1 + index);
    this.commit({
      ...this.state,
      counter: this.state.counter + STOCK,
      oneTime: new Set([...this.state.oneTime, ...ids]),
    });
    this.parts.directory.upload(this.name, ids);
  }

  want(peer: string, atLeast: number): void {
    const wanted = new Map(this.state.wanted).set(peer, Math.max(atLeast, this.state.wanted.get(peer) ?? 0));
    this.commit({ ...this.state, wanted });
  }

  /** Sessions with a peer that no restore has made useless. */
  sessionsWith(peer: string): readonly Session[] {
    return linkWith(this.state, peer)
      .sessions.filter(({ isStale }) => !isStale)
      .map(({ session }) => session);
  }

  #rotate(): void {
    const { nowMs, state } = this;
    const id = state.counter + 1;
    const retired = state.prekeys
      .map((prekey): PrekeyPair => ({ ...prekey, retiredAtMs: prekey.retiredAtMs ?? nowMs }))
      .filter(({ retiredAtMs = nowMs }) => retiredAtMs + GRACE_MS > nowMs);
    this.commit({ ...state, counter: id, prekeys: [{ id, createdAtMs: nowMs }, ...retired] });
    this.parts.directory.publish(this.name, id);
  }

  #last(back: number): StoredState {
    const stored = this.#commits[this.#commits.length - 1 - back];
    if (stored === undefined) throw new TypeError('nothing has been stored');
    return stored;
  }
}
