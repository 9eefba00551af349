/** `MailboxDepositor` over the in-memory world: one stream per mailbox, real proofs, nothing about who deposits. */
import { proveDeposit } from '@sotto/crypto';
import type { CallOptions, MailboxDepositor, PutRequest } from '@sotto/ports';
import { type CustodyReceipt, mailboxKey } from '@sotto/wire';
import { type Link, unreachable } from './link.ts';
import type { MemoryMailbox } from './memory-mailbox.ts';
import type { FindMailbox } from './memory-reader.ts';

export class MemoryDepositor implements MailboxDepositor {
  readonly #peerId: string;
  readonly #link: Link;
  readonly #find: FindMailbox;
  readonly #challenges = new Map<MemoryMailbox, Uint8Array>();

  constructor(peerId: string, link: Link, find: FindMailbox) {
    this.#peerId = peerId;
    this.#link = link;
    this.#find = find;
  }

  async put(request: PutRequest, options?: CallOptions): Promise<CustodyReceipt> {
    const mailbox = this.#find(request.mailbox);
    if (mailbox === undefined) throw unreachable();
    const { topic, envelope, writeKey } = request;
    const challenge = this.#challengeOf(mailbox);
    const proof = proveDeposit({ writeKey, mailboxKey: mailboxKey(request.mailbox), challenge, topic });
    const sent = new Uint8Array(envelope);
    const serve = () => mailbox.put(sent, { challenge, proof });
    return this.#link.call({ from: this.#peerId, to: mailbox.peerId, serve, options });
  }

  #challengeOf(mailbox: MemoryMailbox): Uint8Array {
    const challenge = this.#challenges.get(mailbox) ?? mailbox.owners.beginStream();
    this.#challenges.set(mailbox, challenge);
    return challenge;
  }
}
