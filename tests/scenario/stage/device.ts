/** A story's hold on one device process: opens it, asks it, waits for what it tells, kills it. */
import { fileURLToPath } from 'node:url';
import type { MessageView, SottoClient } from 'sotto';
import type { DeviceEvent, DeviceMethod, DeviceOpening, DeviceReport, DeviceRequest } from './device-protocol.ts';
import { watch } from './patience.ts';
import { StoryProcess } from './story-process.ts';

const PROGRAM = fileURLToPath(new URL('./device-process.ts', import.meta.url));

/** The device says no, or is gone (`gone`). */
export class DeviceFault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${message} (${code})`);
    this.code = code;
  }
}

export interface DeviceOptions extends Omit<DeviceOpening, 'direct'> {
  readonly direct?: boolean;
  /** Modules that are loaded before the program, and what they are told. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Waiting {
  resolve(value: never): void;
  reject(fault: DeviceFault): void;
}

export class Device {
  readonly process: StoryProcess;
  /** Everything that the SDK has told its app. */
  readonly events: DeviceEvent[] = [];
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<() => void>();
  #requests = 0;
  #recoveryWords: string | undefined;

  private constructor(process: StoryProcess) {
    this.process = process;
    process.child.on('message', (report: DeviceReport) => this.#take(report));
    void process.ended.then(({ signal }) => {
      const fault = new DeviceFault('gone', `the device process has ended (${signal}): ${process.stderr}`);
      for (const { reject } of this.#waiting.values()) reject(fault);
      this.#waiting.clear();
      this.#wake();
    });
  }

  /** A device with its home open and not yet online. @throws {DeviceFault} */
  static async open({ preload, env, direct = false, ...opening }: DeviceOptions): Promise<Device> {
    const device = new Device(
      StoryProcess.start({ args: [PROGRAM], ipc: true, ...(preload ? { preload } : {}), ...(env ? { env } : {}) }),
    );
    device.#recoveryWords = await device.#request<string | undefined>((id) => ({ id, open: { ...opening, direct } }));
    return device;
  }

  /** Of an account that was just made. */
  get recoveryWords(): string {
    return this.#recoveryWords ?? '';
  }

  /** Calls a method of the SDK. @throws {DeviceFault} */
  async ask<Method extends DeviceMethod>(
    method: Method,
    ...args: Parameters<SottoClient[Method]>
  ): Promise<Awaited<ReturnType<SottoClient[Method]>>> {
    return await this.#request<Awaited<ReturnType<SottoClient[Method]>>>((id) => ({ id, method, args }));
  }

  /** Looks again whenever something happened, until `done` says so or patience ends; the last look. */
  async until<Seen>(look: (device: Device) => Promise<Seen>, done: (seen: Seen) => boolean): Promise<Seen> {
    return await watch(() => look(this), done, { next: () => this.#nextEvent() });
  }

  /** The texts that it shows of a contact, once there are so many. */
  async received(contact: string, count: number): Promise<readonly string[]> {
    const seen = await this.until(
      (device) => device.ask('history', contact),
      (messages) => incoming(messages).length >= count,
    );
    return incoming(seen);
  }

  /** What became of its messages, once all of them are in one of `states`. */
  async sent(contact: string, ...states: readonly MessageView['state'][]): Promise<readonly MessageView[]> {
    const seen = await this.until(
      (device) => device.ask('history', contact),
      (messages) => outgoing(messages).every(({ state }) => states.includes(state)),
    );
    return outgoing(seen);
  }

  /** Kinds of notices that the person was shown, without the harmless one that a gap has closed. */
  get notices(): readonly string[] {
    return this.events.flatMap((event) => (event.event === 'notice' ? [event.value.kind] : []));
  }

  async kill(): Promise<void> {
    await this.process.kill();
  }

  /** Ends it in good order. */
  async close(): Promise<void> {
    await this.ask('close');
    this.process.child.disconnect();
    await this.process.ended;
  }

  async #request<Value>(make: (id: number) => DeviceRequest): Promise<Value> {
    this.#requests += 1;
    const id = this.#requests;
    return await new Promise<Value>((resolve, reject) => {
      if (!this.process.isRunning) return reject(new DeviceFault('gone', 'the device process has ended'));
      this.#waiting.set(id, { resolve, reject });
      // When it cannot be told, it is about to end: that settles the request.
      this.process.child.send(make(id), () => {});
    });
  }

  #take(report: DeviceReport): void {
    if ('event' in report) {
      this.events.push(report);
      this.#wake();
      return;
    }
    const waiting = this.#waiting.get(report.id);
    this.#waiting.delete(report.id);
    if (report.ok) waiting?.resolve(report.value as never);
    else waiting?.reject(new DeviceFault(report.code, report.message));
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #nextEvent(): Promise<void> {
    return new Promise((resolve) => {
      const listener = () => {
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }
}

export function incoming(messages: readonly MessageView[]): string[] {
  return messages.filter(({ direction }) => direction === 'in').map(({ text }) => text);
}

export function outgoing(messages: readonly MessageView[]): MessageView[] {
  return messages.filter(({ direction }) => direction === 'out');
}
