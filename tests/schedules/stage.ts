/** The devices of a schedule and what is between them: takes one step after the other. Throws `BrokenRule` where one shows a fault. */
import { seededRandom } from '@sotto/testkit';
import { mustHold } from './broken-rule.ts';
import { Device } from './device.ts';
import { fingerprint } from './device-state.ts';
import { Directory } from './directory.ts';
import { type Engine, honestEngine } from './engine.ts';
import { Expectation } from './expectation.ts';
import { KeyLedger } from './key-ledger.ts';
import { flipped, type Packet } from './packet.ts';
import { Post } from './post.ts';
import { type Outcome, receive } from './receiving.ts';
import type { Crash, Schedule, Step } from './schedule.ts';
import { sealInVain, send } from './sending.ts';

const START_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const JUNK_BYTES = 150;
const NAMES = { 2: ['a1', 'b1'], 4: ['a1', 'b1', 'a2', 'b2'] } as const;

export interface Faults {
  readonly engine?: Engine | undefined;
  /** A restored store sends on its old chains. */
  readonly forgetsRestores?: boolean | undefined;
}

/** What a play has shown, so that a test can tell that schedules were not empty. */
export interface Played {
  readonly shown: number;
  readonly sessions: number;
  readonly epochs: number;
}

type DeliverStep = Extract<Step, { do: 'deliver' }>;

export class Stage {
  readonly devices: ReadonlyMap<string, Device>;
  readonly directory = new Directory();
  readonly ledger = new KeyLedger();
  readonly post = new Post(this.ledger);
  readonly expectation: Expectation;
  /** Pairs in which an introduction named a prekey that was not held, by both names. */
  readonly withoutKeys = new Set<string>();
  readonly #random;
  #texts = 0;

  constructor({ devices, seed }: Schedule, { engine = honestEngine, forgetsRestores }: Faults) {
    this.#random = seededRandom(seed).bytes;
    const { directory, ledger, post } = this;
    const parts = { engine, directory, ledger, random: this.#random, emit: post.emit, forgetsRestores };
    this.devices = new Map(NAMES[devices].map((name) => [name, new Device({ ...parts, name }, START_MS)]));
    this.expectation = new Expectation(this.devices);
  }

  device(position: number): Device {
    const all = [...this.devices.values()];
    return all[position % all.length] as Device;
  }

  named(name: string): Device {
    return this.devices.get(name) as Device;
  }

  /** Devices of other accounts. */
  peersOf({ name }: Device): readonly string[] {
    return [...this.devices.keys()].filter((other) => other[0] !== name[0]);
  }

  peer(device: Device, position: number): string {
    const peers = this.peersOf(device);
    return peers[position % peers.length] as string;
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'deliver':
        await this.#deliver(step);
        break;
      case 'lose': {
        const packet = this.post.pick(step.pick);
        if (packet) this.post.take(packet);
        break;
      }
      case 'replay': {
        const packet = this.post.pickOld(step.pick);
        if (packet) await this.hand(packet);
        break;
      }
      default:
        await this.#act(this.device(step.by), step);
    }
  }

  async #act(device: Device, step: Extract<Step, { by: number }>): Promise<void> {
    switch (step.do) {
      case 'send':
        await this.say(device, this.peer(device, step.to), step.crash);
        break;
      case 'talk': {
        const other = this.named(this.peer(device, step.to));
        for (let round = 0; round < step.rounds; round++) {
          await this.#tell(device, other);
          await this.#tell(other, device);
        }
        break;
      }
      case 'burst': {
        const to = this.peer(device, step.to);
        this.expectation.lost(await sealInVain(device, { to, count: step.lost }), step.lost);
        await this.say(device, to);
        break;
      }
      case 'junk':
        await this.#junk(device, this.peer(device, step.to));
        break;
      case 'restart':
        device.restart();
        break;
      case 'restore':
        device.restore(step.back);
        break;
      case 'renew':
        device.want(this.peer(device, step.to), 0);
        break;
      case 'drain':
        this.directory.drain(device.name);
        break;
      case 'refill':
        device.refill();
        break;
      case 'twice':
        this.directory.repeat(device.name);
        break;
      case 'clock':
        device.setClock(Math.max(START_MS / 2, device.nowMs + step.hours * HOUR_MS));
    }
  }

  async say(device: Device, to: string, crash?: Crash): Promise<Packet> {
    const packet = await send(device, { to, text: `${device.name} to ${to}: ${this.#texts++}`, crash });
    this.expectation.sealed(packet);
    return packet;
  }

  async #tell(from: Device, to: Device): Promise<void> {
    const packet = await this.say(from, to.name);
    this.post.take(packet);
    await this.hand(packet);
  }

  async #deliver({ pick, trick, bit = 0, crash }: DeliverStep): Promise<void> {
    const packet = this.post.pick(pick);
    if (packet === undefined) return;
    if (trick === 'flip') await this.#refuses(this.named(packet.to), { ...flipped(packet, bit), peer: packet.from });
    else if (trick === 'reflect') await this.#refuses(this.named(packet.from), { ...packet, peer: packet.to });
    else if (trick === 'cross') await this.#cross(packet, bit);
    else {
      if (trick === 'none' && crash === undefined) this.post.take(packet);
      await this.hand(packet, crash);
    }
  }

  /** Gives a packet to its receiver, on the topic of its sender. */
  async hand(packet: Packet, crash?: Crash): Promise<Outcome> {
    const device = this.named(packet.to);
    const mustOpen = this.expectation.mustOpen(device, packet);
    device.keepHouse();
    const before = fingerprint(device.state);
    const outcome = await receive(device, { ...packet, peer: packet.from, crash });
    if (outcome.kind === 'missing-keys') this.withoutKeys.add(pairOf(packet.from, packet.to));
    if (outcome.kind === 'shown') {
      const isTheirs = outcome.text === packet.text && outcome.sessionId === packet.sessionId;
      mustHold(isTheirs, 'C4: something was shown that was not sent', outcome.text);
      return outcome;
    }
    mustHold(!mustOpen || crash === 'before-commit', 'B5: a message inside the window did not open', outcome.why);
    this.#unchanged(device, before);
    return outcome;
  }

  /** Another device of either account: never the one that it is for, on the topic that it is for. */
  async #cross(packet: Packet, bit: number): Promise<void> {
    const { from, to } = packet;
    const places = [...this.devices.values()].flatMap((device) =>
      this.peersOf(device).map((peer) => ({ device, peer })),
    );
    const wrong = places.filter(({ device, peer }) => device.name !== to || peer !== from);
    const place = wrong[bit % wrong.length];
    if (place) await this.#refuses(place.device, { ...packet, peer: place.peer });
  }

  async #junk(from: Device, to: string): Promise<void> {
    const bytes = this.#random(JUNK_BYTES);
    bytes[0] = 1;
    await this.#refuses(this.named(to), { kind: 'ratchet', bytes, chain: 0, peer: from.name });
  }

  async #refuses(device: Device, arrival: Pick<Packet, 'kind' | 'bytes' | 'chain'> & { peer: string }): Promise<void> {
    device.keepHouse();
    const before = fingerprint(device.state);
    const outcome = await receive(device, arrival);
    mustHold(outcome.kind !== 'shown', 'B3, B9: something opened that was changed or went astray', device.name);
    this.#unchanged(device, before);
  }

  #unchanged(device: Device, before: string): void {
    mustHold(fingerprint(device.state) === before, 'B3: what was refused changed the state', device.name);
  }

  played(): Played {
    const states = [...this.devices.values()].map(({ state }) => state);
    const sessions = states.flatMap(({ links }) => [...links.values()].flatMap((link) => link.sessions));
    return {
      shown: states.reduce((sum, { shown }) => sum + shown.length, 0),
      sessions: sessions.length,
      epochs: Math.max(0, ...sessions.map(({ session }) => session.pq.epoch)),
    };
  }
}

export function pairOf(one: string, other: string): string {
  return [one, other].sort().join(' ');
}
