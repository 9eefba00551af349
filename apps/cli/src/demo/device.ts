/** The story's hold on one device process: starts it, asks it, kills it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { UnavailableError } from '@sotto/wire';
import type { DeviceAnswer, DeviceCall, DeviceCalls, DeviceStart } from './device-protocol.ts';

const PROGRAM = new URL('./device-process.ts', import.meta.url);

export class Device {
  readonly #process: ChildProcess;
  /** Settles once, when the process ends; the device answers in the order it was asked. */
  readonly #gone: Promise<DeviceAnswer>;
  readonly #asked: ((answer: DeviceAnswer) => void)[] = [];

  private constructor(child: ChildProcess) {
    this.#process = child;
    this.#gone = once(child, 'exit').then((): DeviceAnswer => ({ ok: false, error: 'the device process has ended' }));
    child.on('message', (answer) => this.#asked.shift()?.(answer as DeviceAnswer));
  }

  static async start(start: DeviceStart): Promise<{ readonly device: Device; readonly link: string }> {
    const device = new Device(fork(PROGRAM, { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: 'inherit' }));
    try {
      return { device, link: (await device.ask('start', start)).link };
    } catch (error) {
      await device.kill();
      throw error;
    }
  }

  /** @throws {UnavailableError} when the device says no, or has gone */
  async ask<Call extends DeviceCall>(
    call: Call,
    input: Parameters<DeviceCalls[Call]>[0],
  ): Promise<ReturnType<DeviceCalls[Call]>> {
    const answered = new Promise<DeviceAnswer>((resolve) => this.#asked.push(resolve));
    this.#process.send({ call, input });
    const answer = await Promise.race([answered, this.#gone]);
    if (!answer.ok) throw new UnavailableError('refused', answer.error);
    return answer.output as ReturnType<DeviceCalls[Call]>;
  }

  /** SIGKILL: no goodbye, nothing is flushed. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#gone;
  }

  async close(): Promise<void> {
    await this.ask('close', null);
    this.#process.disconnect();
    await this.#gone;
  }
}
