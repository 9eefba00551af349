/** `MailboxDepositor` over the in-memory world: signs the deposit, says nothing about who deposits. */
import { signDeposit } from '@sotto/crypto';
import type { CallOptions, MailboxDepositor, PutRequest } from '@sotto/ports';
import { type CustodyReceipt, mailboxKey } from '@sotto/wire';
import { type Link, unreachable } from './link.ts';
import type { FindMailbox } from './memory-reader.ts';

export class MemoryDepositor implements MailboxDepositor {
  readonly #peerId: string;
  readonly #link: Link;
  readonly #find: FindMailbox;

  constructor(peerId: string, link: Link, find: FindMailbox) {
    this.#peerId = peerId;
    this.#link = link;
    this.#find = find;
  }

  async put(request: PutRequest, options?: CallOptions): Promise<CustodyReceipt> {
    const mailbox = this.#find(request.mailbox);
    if (mailbox === undefined) throw unreachable();
    const { topic, envelopeId, envelope, writeKey } = request;
    const signature = signDeposit({ writeKey, mailboxKey: mailboxKey(request.mailbox), topic, envelopeId });
    const sent = new Uint8Array(envelope);
    const serve = () => mailbox.put(sent, signature);
    return this.#link.call({ from: this.#peerId, to: mailbox.peerId, serve, options });
  }
}
