/** Everything that was sent between the devices of a schedule: what is on its way, and all there ever was. */
import { mustHold } from './broken-rule.ts';
import type { KeyLedger } from './key-ledger.ts';
import type { Packet } from './packet.ts';

export class Post {
  readonly #ledger: KeyLedger;
  #underway: readonly Packet[] = [];
  readonly #history: Packet[] = [];

  constructor(ledger: KeyLedger) {
    this.#ledger = ledger;
  }

  get underway(): readonly Packet[] {
    return this.#underway;
  }

  readonly emit = (packet: Packet): void => {
    const isFirst = this.#ledger.left(packet.messageKey, packet.ciphertext);
    mustHold(isFirst, 'B8: one key sealed two messages that left', packet.text);
    this.#underway = [...this.#underway, packet];
    if (!this.#history.includes(packet)) this.#history.push(packet);
  };

  /** The packet of that number among those on their way. */
  pick(number: number): Packet | undefined {
    return this.#underway[number % Math.max(1, this.#underway.length)];
  }

  /** The packet of that number among all that were ever sent. */
  pickOld(number: number): Packet | undefined {
    return this.#history[number % Math.max(1, this.#history.length)];
  }

  /** Takes one copy off its way. */
  take(packet: Packet): void {
    this.#underway = this.#underway.toSpliced(this.#underway.indexOf(packet), 1);
  }

  takeAll(): readonly Packet[] {
    const all = this.#underway;
    this.#underway = [];
    return all;
  }
}
