/**
 * Which message key sealed which envelope, as the commits of a device show, and which envelopes left it: no key may ever
 * have sealed two that did (attack B8).
 */
import { decodeEnvelope, decodeSession } from '@sotto/crypto';
import type { StoreChange } from '@sotto/ports';
import { formatHex } from '@sotto/wire';

export class MessageKeys {
  /** Name of the key, by envelope id. */
  readonly #keyOf = new Map<string, string>();
  readonly #left = new Set<string>();

  /** Looks at a commit, whatever becomes of it. */
  note(changes: readonly StoreChange[]): void {
    const positions = new Map<string, string>();
    for (const change of changes) {
      if (change.kind === 'put-session') {
        const { id, ratchetKey, sending } = decodeSession(change.record.state);
        const chain = `${formatHex(id)} ${formatHex(ratchetKey.publicKey)}`;
        positions.set(formatHex(change.record.id), `${chain} ${sending.next - 1}`);
      }
      if (change.kind !== 'put-outbox') continue;
      const key = positions.get(formatHex(change.record.sessionId));
      const id = formatHex(change.record.envelopeId);
      if (key !== undefined && !this.#keyOf.has(id)) this.#keyOf.set(id, key);
    }
  }

  left(envelope: Uint8Array): void {
    this.#left.add(formatHex(decodeEnvelope(envelope).id));
  }

  /** Ids of the sessions that sealed what left the device, of envelopes that `known` does not hold. */
  sessionsOf(envelopes: readonly Uint8Array[], known: ReadonlySet<string>): Set<string> {
    const fresh = envelopes.map((bytes) => formatHex(decodeEnvelope(bytes).id)).filter((id) => !known.has(id));
    return new Set(fresh.map((id) => this.#keyOf.get(id)?.split(' ')[0] ?? 'unknown'));
  }

  /** Ids of all envelopes that were sealed so far. */
  get sealed(): Set<string> {
    return new Set(this.#keyOf.keys());
  }

  /** Envelopes that left and were not sealed in a commit that was seen. */
  get unexplained(): number {
    return [...this.#left].filter((id) => !this.#keyOf.has(id)).length;
  }

  /** Keys that sealed more than one envelope that left. */
  get reused(): string[] {
    const users = new Map<string, number>();
    for (const id of this.#left) {
      const key = this.#keyOf.get(id) ?? id;
      users.set(key, (users.get(key) ?? 0) + 1);
    }
    return [...users].filter(([, count]) => count > 1).map(([key]) => key);
  }
}
