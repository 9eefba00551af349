/** When a device at the other end of a direct stream is answered (specs/07 §2, specs/08 §6). */
import { expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import { World } from '../tests/world.ts';
import { TEXT } from './content/text.ts';

it('E1: what a peer sent is answered once it is stored, and before anybody here is told', async () => {
  const world = new World({ seed: 'answered' });
  const { ada, grace } = await world.friends();
  await ada.kill();
  await grace.kill();
  const [sender, receiver] = [await ada.openParts(), await grace.openParts()];
  const { rows } = await sender.composer.compose(sender.context.contacts.find('grace'), {
    type: TEXT,
    body: { text: 'hello' },
  });
  const order: string[] = [];
  receiver.context.events.on('conversation', () => order.push('told'));
  receiver.context.events.on('message', () => order.push('told of the message'));
  const before = stateOf(grace.store).messages.length;

  const result = await receiver.inbox.receive(rows[0]?.envelope ?? new Uint8Array(0), {
    peerId: ada.peer.peerId,
    answer: ({ kind }) => order.push(`${kind}: ${stateOf(grace.store).messages.length - before}`),
  });
  await world.pass(1_000);
  expect(result.kind).toBe('stored');
  expect(order[0]).toBe('stored: 1');
  expect(order.slice(1)).toContain('told of the message');
  expect(order.filter((step) => step.startsWith('stored'))).toHaveLength(1);
});
