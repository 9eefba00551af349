/** A whole mailbox in memory behind the network's own handlers, with one stream of a client. */
import { DatabaseSync } from 'node:sqlite';
import type { ServerEvent } from '@sotto/network';
import { formatPeerId, type MailboxAddress, parseMailboxAddress, SottoError } from '@sotto/wire';
import { TestMailbox } from '../../packages/mailbox/tests/test-mailbox.ts';
import { serveDirectoryStream } from '../../packages/network/src/server/directory-stream.ts';
import { MailboxStream } from '../../packages/network/src/server/mailbox-stream.ts';
import { HeldStream } from './held-stream.ts';
import { must } from './target.ts';
import { settle } from './turns.ts';

export type Protocol = 'mailbox' | 'directory';

const REQUESTER = { remoteAddress: '192.0.2.1', peerId: 'client' };
/** Of every stream: so that what was recorded once is still proof. */
const CHALLENGE = new Uint8Array(32).fill(0xc4);

export class ServedMailbox {
  readonly mailbox: TestMailbox;
  readonly events: ServerEvent[] = [];
  #stream: HeldStream | undefined;
  #sent = 0;
  #ends = 0;

  private constructor(mailbox: TestMailbox) {
    this.mailbox = mailbox;
  }

  static async open(): Promise<ServedMailbox> {
    return new ServedMailbox(await TestMailbox.open({ openFile: () => new DatabaseSync(':memory:') }));
  }

  get address(): MailboxAddress {
    return parseMailboxAddress(`/ip4/192.0.2.1/tcp/4001/p2p/${formatPeerId(this.mailbox.mailboxKey)}`);
  }

  /** Serves the one stream. `onSent`: what the mailbox sends. */
  serve(protocol: Protocol, onSent: (bytes: Uint8Array) => void): void {
    const { mailbox } = this;
    const stream = new HeldStream(`/sotto/${protocol}/1`, (bytes) => {
      this.#sent += bytes.length;
      onSent(bytes);
    });
    this.#stream = stream;
    const onEnd = () => {
      this.#ends += 1;
    };
    const options = { stream, clock: mailbox.clock, observe: (event: ServerEvent) => this.events.push(event), onEnd };
    const context = { ...REQUESTER, challenge: CHALLENGE };
    if (protocol === 'directory') {
      serveDirectoryStream({ ...options, requester: REQUESTER, service: mailbox.directory });
    } else new MailboxStream({ ...options, context, service: mailbox.service });
  }

  receive(bytes: Uint8Array): void {
    this.#stream?.receive(bytes);
  }

  /** Everything that was received has been answered, as far as it will be. */
  settle(): Promise<void> {
    return settle(() => this.#sent + this.events.length);
  }

  /** Ends the stream from the other side and checks what must hold of every stream, whatever was sent on it. */
  async end(): Promise<void> {
    this.#stream?.finish();
    await this.settle();
    this.mailbox.clock.advance(10_000);
    await this.settle();
    await this.mailbox.dispose();
    for (const event of this.events) if (event.kind === 'fault') throwFault(event.error);
    must(this.#ends === 1, 'a stream ends, and ends once');
    must(this.#stream?.isOver === true, 'our side of an ended stream is ended');
    must(this.mailbox.service.followedTopicCount() === 0, 'nobody follows a topic by an ended stream');
  }
}

/** What a service expects is an answer; whatever it throws is a fault of ours. */
function throwFault(error: unknown): never {
  if (error instanceof SottoError) must(false, `a request ended in ${error.kind} ${error.code}`);
  throw error;
}
