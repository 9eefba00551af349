/** What an honest client and an honest mailbox say to each other: the seeds of both ends. */

import { HeldStream } from './held-stream.ts';
import { joinedBytes } from './joined-bytes.ts';
import { type Protocol, ServedMailbox } from './served-mailbox.ts';
import { must } from './target.ts';

export interface Recorded {
  readonly fromClient: Uint8Array;
  readonly fromMailbox: Uint8Array;
}

/** Plays the client's side against a new mailbox. `play` says how each step ended; every one must have ended well. */
export async function recordPlay(
  protocol: Protocol,
  play: (client: HeldStream, served: ServedMailbox) => Promise<readonly unknown[]>,
): Promise<Recorded> {
  const fromClient: Uint8Array[] = [];
  const fromMailbox: Uint8Array[] = [];
  const served = await ServedMailbox.open();
  const client = new HeldStream(`/sotto/${protocol}/1`, (bytes) => {
    fromClient.push(bytes);
    queueMicrotask(() => served.receive(bytes));
  });
  const outcomes = play(client, served);
  served.serve(protocol, (bytes) => {
    fromMailbox.push(bytes);
    queueMicrotask(() => client.receive(bytes));
  });
  for (const outcome of await outcomes) must(!(outcome instanceof Error), `a step of an honest play ended: ${outcome}`);
  await served.end();
  return { fromClient: joinedBytes(...fromClient), fromMailbox: joinedBytes(...fromMailbox) };
}
