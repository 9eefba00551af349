/** A thief with a copy of somebody's store: a device of its own that is that device, as far as anybody can tell. */
import { TEXT } from '../src/content/text.ts';
import { MaliciousContact } from './malicious-contact.ts';
import type { Person } from './person.ts';
import { WatchedStore } from './watched-store.ts';
import type { World } from './world.ts';

/** The thief's device, not running yet, with what the victim's disk holds now. */
export async function stolenCopy(world: World, victim: Person, name = 'thief'): Promise<Person> {
  return await world.device(name, async (device) => {
    device.store = new WatchedStore(() => {}, victim.store.snapshot());
  });
}

/** Reads `envelopes`, then writes one text in the session of the copy, and nothing else: no client of the thief's runs. */
export async function writeAs(
  world: World,
  thief: Person,
  to: Person,
  text: string,
  envelopes: readonly Uint8Array[] = [],
): Promise<void> {
  await thief.kill();
  const parts = await thief.openParts();
  const [mailbox = ''] = parts.context.own.state.mailboxes;
  for (const envelope of envelopes) await parts.inbox.receive(envelope, { mailbox });
  const forger = await MaliciousContact.take(parts, to.name, world.prng);
  const stream = await thief.store.stream(parts.context.contacts.find(to.name).accountId, parts.context.own.deviceId);
  const envelope = await forger.sealContent({
    messageId: world.prng.bytes(16) as never,
    sequence: (stream?.sequence ?? 0) + 1,
    previousHash: stream?.hash ?? new Uint8Array(0),
    clock: parts.context.hybridClock.tick(),
    sentAtMs: world.clock.nowMs(),
    type: TEXT.type,
    typeVersion: TEXT.version,
    body: TEXT.encode({ text }),
    fallback: '',
  });
  await parts.context.network.start();
  await world.during(forger.deposit(envelope));
}
