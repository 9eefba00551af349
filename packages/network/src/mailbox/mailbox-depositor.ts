/** The sender's way to mailboxes: implements the port of the same name over `/sotto/mailbox/1` (specs/06 §4, §6). */
import { signDeposit } from '@sotto/crypto';
import type { CallOptions, MailboxDepositor, PutRequest } from '@sotto/ports';
import { type CustodyReceipt, create, mailboxKey, PutSchema } from '@sotto/wire';
import type { ChannelPool } from '../peer/channel-pool.ts';
import type { MailboxChannel } from './mailbox-channel.ts';

export class RemoteMailboxDepositor implements MailboxDepositor {
  readonly #channels: ChannelPool<MailboxChannel>;

  constructor(channels: ChannelPool<MailboxChannel>) {
    this.#channels = channels;
  }

  async put(request: PutRequest, options?: CallOptions): Promise<CustodyReceipt> {
    const { mailbox, topic, envelopeId, writeKey, envelope } = request;
    const channel = await this.#channels.get(mailbox, options);
    const signature = signDeposit({ writeKey, mailboxKey: mailboxKey(mailbox), topic, envelopeId });
    const value = create(PutSchema, { envelope, signature });
    return await channel.request({ case: 'put', value }, 'receipt', options);
  }
}
