/** Two devices, each with an implementation of its own, and the network between them: plays a schedule. */
import { formatHex } from '@sotto/wire';
import { expect } from 'vitest';
import type { Implementation, Message, Outcome, Setting } from './implementation.ts';
import { recordedBytes } from './recorded-bytes.ts';
import type { Event, Schedule, Side } from './schedule.ts';

const START_MS = 1_700_000_000_000;

export function newSetting(seed: string, withOneTimePrekey: boolean): Setting {
  const draw = recordedBytes(seed);
  const party = () => ({ accountId: draw(32), deviceId: draw(16), identitySecret: draw(32) });
  return {
    initiator: party(),
    recipient: party(),
    prekeys: {
      signedPrekeyId: 1 + (draw(1)[0] ?? 0),
      signedPrekeySecret: draw(32),
      kemPrekeyId: 1 + (draw(1)[0] ?? 0),
      kemSeed: draw(64),
      oneTimePrekey: withOneTimePrekey ? { id: 70_000, secret: draw(32), kemSeed: draw(64) } : undefined,
    },
    generation: START_MS,
  };
}

interface Sent extends Message {
  readonly plaintext: Uint8Array;
}

/** One device: its state behind whichever implementation it has, and what is on its way to it. */
class Device<State> {
  readonly implementation: Implementation<State>;
  readonly setting: Setting;
  state: State | undefined;
  underWay: Sent[] = [];
  readonly delivered: Sent[] = [];

  constructor(implementation: Implementation<State>, setting: Setting) {
    this.implementation = implementation;
    this.setting = setting;
  }

  async open(message: Message, step: { seed: string; nowMs: number }): Promise<Outcome<unknown>> {
    const { implementation, setting } = this;
    const before = this.state && formatHex(implementation.bytes(this.state));
    const outcome =
      this.state === undefined
        ? await implementation.accept(setting, message, step)
        : await implementation.open(this.state, message.packet, step);
    if (this.state !== undefined) expect(formatHex(implementation.bytes(this.state))).toBe(before);
    if (outcome.kind === 'opened') this.state = outcome.state;
    return outcome;
  }

  seal(plaintext: Uint8Array, seed: string): Message | undefined {
    if (this.state === undefined) return undefined;
    const { state, message } = this.implementation.seal(this.state, plaintext, seed);
    this.state = state;
    return message;
  }

  restart(): void {
    const { implementation, state } = this;
    if (state !== undefined) this.state = implementation.read(implementation.bytes(state));
  }
}

export class Stage<I, R> {
  readonly #devices: Readonly<Record<Side, Device<I> | Device<R>>>;
  readonly #seed: string;
  #nowMs = START_MS;
  #steps = 0;

  private constructor(initiator: Device<I>, recipient: Device<R>, seed: string) {
    this.#devices = { initiator, recipient };
    this.#seed = seed;
  }

  /** The initiator has a session; the recipient gets one with the first message that it opens. */
  static async open<I, R>(
    initiator: Implementation<I>,
    recipient: Implementation<R>,
    { seed, withOneTimePrekey }: Omit<Schedule, 'events'>,
  ): Promise<Stage<I, R>> {
    const setting = newSetting(`setting ${seed}`, withOneTimePrekey);
    const one = new Device(initiator, setting);
    one.state = await initiator.initiate(setting, { seed: `initiation ${seed}`, nowMs: START_MS });
    return new Stage(one, new Device(recipient, setting), String(seed));
  }

  async play(events: readonly Event[]): Promise<void> {
    for (const event of events) await this.#happen(event);
  }

  #step() {
    this.#steps += 1;
    return { seed: `${this.#seed}/${this.#steps}`, nowMs: this.#nowMs };
  }

  async #happen(event: Event): Promise<void> {
    switch (event.kind) {
      case 'send':
        for (let count = 0; count < event.count; count += 1) this.#send(event.from);
        return;
      case 'deliver':
        return this.#deliver(event.to, event.which);
      case 'deliver all':
        while (this.#devices[event.to].underWay.length > 0) await this.#deliver(event.to, 0);
        return;
      case 'lose':
        this.#take(event.to, event.which);
        return;
      case 'repeat':
        return this.#repeat(event.to, event.which);
      case 'tamper':
        return this.#tamper(event.to, event.which, event.bit);
      case 'reflect':
        return this.#reflect(event.to, event.which);
      case 'rounds':
        for (let count = 0; count < 2 * event.count; count += 1) {
          const from = count % 2 === 0 ? event.first : opposite(event.first);
          this.#send(from);
          const to = opposite(from);
          await this.#deliver(to, this.#devices[to].underWay.length - 1);
        }
        return;
      case 'restart':
        this.#devices[event.side].restart();
        return;
      case 'wait':
        this.#nowMs += event.ms;
    }
  }

  #send(from: Side): void {
    const { seed } = this.#step();
    const draw = recordedBytes(`plaintext ${seed}`);
    const plaintext = draw(draw(1)[0] ?? 0);
    const message = this.#devices[from].seal(plaintext, seed);
    if (message !== undefined) this.#devices[opposite(from)].underWay.push({ ...message, plaintext });
  }

  #take(to: Side, which: number): Sent | undefined {
    const { underWay } = this.#devices[to];
    return underWay.splice(which % Math.max(1, underWay.length), 1)[0];
  }

  async #deliver(to: Side, which: number): Promise<void> {
    const message = this.#take(to, which);
    if (message === undefined) return;
    const device = this.#devices[to];
    const outcome = await device.open(message, this.#step());
    if (outcome.kind === 'opened') expect(formatHex(outcome.plaintext)).toBe(formatHex(message.plaintext));
    device.delivered.push(message);
  }

  async #repeat(to: Side, which: number): Promise<void> {
    const device = this.#devices[to];
    const message = device.delivered[which % Math.max(1, device.delivered.length)];
    if (message === undefined || device.state === undefined) return;
    const outcome = await device.open(message, this.#step());
    expect(outcome.kind).not.toBe('opened');
  }

  async #tamper(to: Side, which: number, bit: number): Promise<void> {
    const device = this.#devices[to];
    const message = device.underWay[which % Math.max(1, device.underWay.length)];
    if (message === undefined) return;
    const packet = Uint8Array.from(message.packet);
    const at = (bit >> 3) % packet.length;
    packet[at] = (packet[at] ?? 0) ^ (1 << (bit & 7));
    const outcome = await device.open({ ...message, packet }, this.#step());
    expect(outcome.kind).not.toBe('opened');
  }

  async #reflect(to: Side, which: number): Promise<void> {
    const device = this.#devices[to];
    const { underWay } = this.#devices[opposite(to)];
    const message = underWay[which % Math.max(1, underWay.length)];
    if (message === undefined || device.state === undefined) return;
    const outcome = await device.open(message, this.#step());
    expect(outcome.kind).toBe('not-for-us');
  }
}

function opposite(side: Side): Side {
  return side === 'initiator' ? 'recipient' : 'initiator';
}
