/**
 * A libp2p stream whose other end is the caller: what our side sends is handed out, and what it receives is pushed in.
 *
 * The states, buffers and events are libp2p's own (`AbstractStream`); nothing here is a network, and nothing waits.
 */
import { defaultLogger } from '@libp2p/logger';
import { AbstractStream } from '@libp2p/utils';

const logger = defaultLogger();

export class HeldStream extends AbstractStream {
  readonly #onSent: (bytes: Uint8Array) => void;

  constructor(protocol: string, onSent: (bytes: Uint8Array) => void) {
    super({ id: 'held', protocol, direction: 'inbound', log: logger.forComponent('sotto:held') });
    this.#onSent = onSent;
  }

  /** Receives bytes, unless it is over. */
  receive(bytes: Uint8Array): void {
    if (this.isOver || bytes.length === 0) return;
    this.onData(bytes);
  }

  /** The other side has sent everything. */
  finish(): void {
    if (!this.isOver) this.onRemoteCloseWrite();
  }

  get isOver(): boolean {
    return this.status === 'closed' || this.status === 'aborted' || this.status === 'reset';
  }

  override sendData(data: Parameters<AbstractStream['sendData']>[0]): ReturnType<AbstractStream['sendData']> {
    this.#onSent(data.slice());
    return { sentBytes: data.byteLength, canSendMore: true };
  }

  override async sendCloseWrite(): Promise<void> {}
  override async sendCloseRead(): Promise<void> {}
  override sendReset(): void {}
  override sendPause(): void {}
  override sendResume(): void {}
}
