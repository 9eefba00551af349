/** Two people who know each other, each with a device that dies and comes back, and all that they said. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { Device, DeviceFault, incoming, outgoing } from './device.ts';
import { watch } from './patience.ts';
import { type Preload, together } from './preload.ts';

export interface FriendOptions {
  readonly name: string;
  readonly folder: string;
  readonly mailboxes: readonly string[];
  readonly direct: boolean;
  /** Loaded before every process of this device. */
  readonly always: Preload;
}

/** What may be told to a person while devices die: gaps that close, and a reader whose end nobody has noticed yet. */
const HARMLESS_NOTICES: ReadonlySet<string> = new Set(['gap', 'gap-closed', 'second-reader']);

export class Friend {
  readonly name: string;
  /** Texts whose `send` has resolved: durable, whatever happens. */
  readonly acknowledged: string[] = [];
  readonly #options: FriendOptions;
  #device: Device | undefined;
  #spoken = 0;

  constructor(options: FriendOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get device(): Device {
    if (this.#device === undefined) throw new TypeError(`${this.name} is away`);
    return this.#device;
  }

  /** Makes the account, or opens it again; `during` is loaded this time. @throws {DeviceFault} */
  async come(during?: Preload, create = false): Promise<Device> {
    const { name, folder, mailboxes, direct, always } = this.#options;
    const device = await Device.open({
      home: join(folder, name),
      passphrase: `${name} has a passphrase`,
      direct,
      ...(create ? { create: { name, mailboxes } } : {}),
      ...together(always, ...(during ? [during] : [])),
    });
    this.#device = device;
    return device;
  }

  /** Comes back, unless it is there already, and goes online. */
  async beOnline(): Promise<void> {
    const device = this.#device ?? (await this.come());
    await device.ask('goOnline');
  }

  /** Says so many more things; each text is new and in order. @throws {DeviceFault} */
  async say(to: Friend, count: number): Promise<void> {
    for (let left = count; left > 0; left--) {
      this.#spoken += 1;
      const text = `${this.name} ${this.#spoken}`;
      await this.device.ask('send', to.name, text);
      this.acknowledged.push(text);
    }
  }

  /** Ends in good order. */
  async close(): Promise<void> {
    await this.#device?.close();
    this.#device = undefined;
  }

  /** Dies, if it lives. */
  async leave(): Promise<void> {
    await this.#device?.kill();
    this.#device = undefined;
  }

  /** Nothing worse than a gap was ever told by this device. */
  expectNoAlarm(when: string): void {
    const alarms = (this.#device?.notices ?? []).filter((kind) => !HARMLESS_NOTICES.has(kind));
    expect(alarms, when).toEqual([]);
  }
}

/** Two accounts that have added each other; nobody has written yet, no session is begun. */
export async function befriend(ada: Friend, grace: Friend): Promise<void> {
  const [first, second] = await Promise.all([ada.come(undefined, true), grace.come(undefined, true)]);
  await Promise.all([first.ask('sync'), second.ask('sync')]);
  await first.ask('addContact', await second.ask('link'), { as: grace.name });
  await second.ask('addContact', await first.ask('link'), { as: ada.name });
}

/** A fault that is not the death that the story wanted. */
export function unlessGone(error: unknown): void {
  if (!(error instanceof DeviceFault && error.code === 'gone')) throw error;
}

/**
 * Waits until both have delivered all that they hold, then compares: whatever was acknowledged is there, what one
 * shows as said is what the other shows as heard, in this order and each once.
 */
export async function expectSameConversation(ada: Friend, grace: Friend, when: string): Promise<void> {
  for (const [sender, receiver] of [
    [ada, grace],
    [grace, ada],
  ] as const) {
    const sent = await watch(
      async () => {
        // Receipts to mailboxes would take their time; a synchronisation sends them now.
        await receiver.device.ask('sync');
        await sender.device.ask('sync');
        return outgoing(await sender.device.ask('history', receiver.name));
      },
      (messages) => messages.every(({ state }) => state === 'delivered'),
    );
    const texts = sent.map(({ text }) => text);
    const undelivered = sent.filter(({ state }) => state !== 'delivered').map(({ text, state }) => `${text}: ${state}`);
    expect(undelivered, when).toEqual([]);
    expect(texts, `${sender.name} forgot something, ${when}`).toEqual(expect.arrayContaining(sender.acknowledged));
    const heard = incoming(await receiver.device.ask('history', sender.name));
    expect(heard, `${receiver.name}, ${when}`).toEqual(texts);
    expect(new Set(heard).size).toBe(heard.length);
  }
}
