/** The sender's way to mailboxes: implements the port of the same name over `/sotto/mailbox/1` (specs/06 §4, §6). */
import type { CallOptions, MailboxDepositor, PutRequest } from '@sotto/ports';
import { type CustodyReceipt, create, formatHex, PutSchema, UnavailableError } from '@sotto/wire';
import type { ChannelPool } from '../peer/channel-pool.ts';
import type { MailboxChannel } from './mailbox-channel.ts';

const NO_PROOF = new Uint8Array(0);

export class RemoteMailboxDepositor implements MailboxDepositor {
  readonly #channels: ChannelPool<MailboxChannel>;

  constructor(channels: ChannelPool<MailboxChannel>) {
    this.#channels = channels;
  }

  async put(request: PutRequest, options?: CallOptions): Promise<CustodyReceipt> {
    const channel = await this.#channels.get(request.mailbox, options);
    const { writable } = channel;
    const name = formatHex(request.topic);
    const put = (proof: Uint8Array) => {
      const value = create(PutSchema, { envelope: request.envelope, proof });
      return channel.request({ case: 'put', value }, 'receipt', options);
    };
    // Until there is a receipt, every put shows the proof: the mailbox works on several at once, in any order.
    const receipt = await (writable.has(name)
      ? put(NO_PROOF).catch((error: unknown) => {
          writable.delete(name);
          if (!isUnknownTopic(error)) throw error;
          // The mailbox has forgotten that it saw one.
          return put(channel.proveDeposit(request));
        })
      : put(channel.proveDeposit(request)));
    writable.add(name);
    return receipt;
  }
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof UnavailableError && error.code === 'unknown-topic-or-key';
}
