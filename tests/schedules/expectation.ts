/**
 * Which packets a device must be able to open (attack B5): those inside the window of a session that nothing but the post
 * has come between. Everything else may be refused.
 */
import { LIMITS } from '@sotto/wire';
import type { Device } from './device.ts';
import { linkWith } from './device-state.ts';
import type { Packet } from './packet.ts';

const LIFETIME_MS = LIMITS.SKIPPED_KEY_LIFETIME_SECONDS * 1_000;
/** A schedule loses fewer packets than this without saying so. */
const OTHER_LOSSES = 100;

interface SessionFacts {
  /** How often the stores of both devices had been restored when the session was first used. */
  readonly restores: ReadonlyMap<string, number>;
  /** How many messages were sealed and never left. */
  lost: number;
}

export class Expectation {
  readonly #devices: ReadonlyMap<string, Device>;
  readonly #sessions = new Map<string, SessionFacts>();
  /** Where in the log of the receiver's clock a packet was sealed. */
  readonly #sealedAt = new Map<Packet, number>();

  constructor(devices: ReadonlyMap<string, Device>) {
    this.#devices = devices;
  }

  sealed(packet: Packet): void {
    const { sessionId, from, to } = packet;
    this.#sealedAt.set(packet, (this.#devices.get(to)?.clockLog.length ?? 1) - 1);
    if (this.#sessions.has(sessionId)) return;
    const restores = new Map([from, to].map((name) => [name, this.#devices.get(name)?.restores ?? 0]));
    this.#sessions.set(sessionId, { restores, lost: 0 });
  }

  lost(packet: Packet, count: number): void {
    this.sealed(packet);
    const facts = this.#sessions.get(packet.sessionId);
    if (facts) facts.lost += count;
  }

  /** Whether neither store was replaced by an older one since the session was first used. */
  isUndisturbed(sessionId: string): boolean {
    const facts = this.#sessions.get(sessionId);
    return (
      facts !== undefined && [...facts.restores].every(([name, count]) => this.#devices.get(name)?.restores === count)
    );
  }

  mustOpen(device: Device, packet: Packet): boolean {
    const facts = this.#sessions.get(packet.sessionId);
    if (facts === undefined || !this.isUndisturbed(packet.sessionId)) return false;
    if (facts.lost + OTHER_LOSSES > LIMITS.MAX_SKIPPED_KEYS || !this.#isInTime(device, packet)) return false;
    const { state } = device;
    if (state.shown.some(({ text }) => text === packet.text)) return false;
    const isKnown = linkWith(state, packet.from).sessions.some(({ session }) => hex(session.id) === packet.sessionId);
    if (!isKnown) return false;
    const heard = state.heard.get(packet.sessionId) ?? packet.chain;
    return heard - packet.chain < LIMITS.MAX_RECEIVING_CHAINS;
  }

  /** The key of a skipped message ages by the clock of its receiver. */
  #isInTime({ clockLog }: Device, packet: Packet): boolean {
    const times = clockLog.slice(this.#sealedAt.get(packet) ?? 0);
    return Math.max(...times) - Math.min(...times) < LIFETIME_MS;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
