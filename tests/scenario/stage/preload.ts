/** What is loaded before a process of a story: kills at chosen points, and records for the evidence. */
import { fileURLToPath } from 'node:url';
import type { SeededPrng } from '@sotto/testkit';

const modulePath = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

export interface Preload {
  readonly preload: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Dies just before the given statement of its databases or write to its sockets. */
export function killedAt(point: KillPoint): Preload {
  return { preload: [modulePath('kill-point')], env: { SOTTO_STORY_KILL: point } };
}

/** Appends all that a device seals to `file`. */
export function recordingSealings(file: string): Preload {
  return { preload: [modulePath('sealing-record')], env: { SOTTO_STORY_SEALINGS: file } };
}

/** Appends every key that a process seals or opens with to `file`. */
export function recordingKeys(file: string): Preload {
  return { preload: [modulePath('key-record')], env: { SOTTO_STORY_KEYS: file } };
}

/** Appends all that a mailbox stores to `file`. */
export function recordingDeposits(file: string): Preload {
  return { preload: [modulePath('deposit-record')], env: { SOTTO_STORY_DEPOSITS: file } };
}

/** Appends whom a process connects to, and where it takes connections, to `file`. */
export function recordingSockets(file: string): Preload {
  return { preload: [modulePath('socket-record')], env: { SOTTO_STORY_SOCKETS: file } };
}

export function together(...parts: readonly Preload[]): Preload {
  return {
    preload: parts.flatMap(({ preload }) => preload),
    env: Object.fromEntries(parts.flatMap(({ env }) => Object.entries(env))),
  };
}

export type KillPoint = `statement:${number}` | `write:${number}`;

export interface KillRange {
  readonly statements: readonly [number, number];
  readonly writes: readonly [number, number];
}

/** Half of the points lie in the work of databases, half in that of sockets. */
export function drawKillPoint(prng: SeededPrng, { statements, writes }: KillRange): KillPoint {
  return prng.chance(0.5) ? `statement:${prng.integer(...statements)}` : `write:${prng.integer(...writes)}`;
}
