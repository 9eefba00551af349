/** What is known of one message, kept up to date while the person looks at it. */
import { Coalescer } from './coalescer.ts';
import type { ControllerParts } from './controller-parts.ts';

export class MessageInfoController {
  readonly #parts: ControllerParts;
  readonly #work: Coalescer;
  /** The message that was looked at last; its info may have been closed since. */
  #shown: string | undefined;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.#work = new Coalescer((error) => parts.report(error));
  }

  /** The returned function stops following. */
  start(): () => void {
    const { client } = this.#parts;
    const stops = [
      client.on('message-state', ({ id }) => this.refresh(id)),
      client.on('message-changed', ({ id }) => this.refresh(id)),
      client.on('message-removed', ({ id }) => {
        if (id === this.#shown) this.#shown = undefined;
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  show(message: string): void {
    const { client, clock, dispatch } = this.#parts;
    this.#shown = message;
    this.#work.run('info', async () => {
      const info = await client.messageInfo(message);
      const { contact } = info.message;
      const overlay = { kind: 'message-info' as const, contact, info, scroll: 0, atMs: clock.nowMs() };
      dispatch({ type: 'overlay', overlay });
    });
  }

  /** Reads again what is known of the message that is shown; the place in the text stays. */
  refresh(message: string): void {
    if (message !== this.#shown) return;
    const { client, clock, dispatch } = this.#parts;
    this.#work.run('refresh', async () => {
      dispatch({ type: 'message-info', info: await client.messageInfo(message), atMs: clock.nowMs() });
    });
  }
}
