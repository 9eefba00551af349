/** What control content tells of the time (specs/08 §5; attack G10). */
import { expect, test } from 'vitest';
import { World } from '../tests/world.ts';
import { Composer } from './composer.ts';
import { decodeContent } from './content/content.ts';
import { typingContent } from './content/control.ts';
import { clockAt } from './hybrid-clock.ts';
import { Sealer } from './sealer.ts';

class WatchedSealer extends Sealer {
  readonly contents: Uint8Array[] = [];

  override async seal(options: Parameters<Sealer['seal']>[0]): ReturnType<Sealer['seal']> {
    this.contents.push(options.content);
    return await super.seal(options);
  }
}

test('G10: control content says nothing of what happened in other conversations', async () => {
  const world = new World({ seed: 'control clock' });
  const { ada, grace } = await world.friends();
  await ada.send(grace, 'hello');
  await world.pass(60_000);
  await ada.kill();
  const { context, address } = await ada.openParts();
  const sealer = new WatchedSealer(context, address);
  const composer = new Composer(context, sealer);
  const contact = context.contacts.find('grace');
  const [device] = context.contacts.devices(contact);
  if (device === undefined) throw new TypeError('Grace has no device');
  const link = await context.links.load(contact.accountId, device.deviceId);
  const clocks: number[] = [];
  for (const strangersClock of [0, clockAt(world.clock.nowMs()) + 1_000_000]) {
    context.hybridClock.receive(strangersClock);
    await composer.sealControl(contact, link, { control: typingContent() });
    clocks.push(decodeContent(sealer.contents.at(-1) ?? new Uint8Array(0)).clock);
  }
  expect(clocks).toEqual([clockAt(world.clock.nowMs()), clockAt(world.clock.nowMs())]);
});
