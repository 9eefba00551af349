/** The story's hold on one device process: starts it, asks it, kills it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { UnavailableError } from '@sotto/wire';
import type { DeviceAnswer, DeviceCall, DeviceCalls, DeviceStart } from './device-protocol.ts';

const PROGRAM = new URL('./device-process.ts', import.meta.url);

export class Device {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
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
    const child = this.#process;
    const gone = once(child, 'exit').then((): DeviceAnswer => ({ ok: false, error: 'the device process has ended' }));
    const answered = once(child, 'message').then(([answer]) => answer as DeviceAnswer);
    child.send({ call, input });
    const answer = await Promise.race([answered, gone]);
    if (!answer.ok) throw new UnavailableError('refused', answer.error);
    return answer.output as ReturnType<DeviceCalls[Call]>;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** SIGKILL: no goodbye, nothing is flushed. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.ask('close', null);
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }
}
