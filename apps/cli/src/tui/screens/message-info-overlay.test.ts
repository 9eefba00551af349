import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen, type ScreenOptions } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

/** The info of a message of ours is open. */
async function looking(options?: ScreenOptions) {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace Hopper');
  const message = client.put(grace, 'at nine', { direction: 'out', state: 'queued' });
  const pending = { device: 'd3'.repeat(16), status: 'pending', attempts: 1, custody: [] } as const;
  client.infos.set(message.id, { devices: [pending] });
  const app = await openUnlocked(environment, options);
  screen = app;
  await app.press('<enter>');
  await app.until('Write a message');
  await app.press('<ctrl-t>');
  await app.until('i info');
  await app.press('i');
  await app.until('Message info');
  return { app, client, grace, message, pending };
}

describe('the info of a message', () => {
  it('shows the evidence, and follows it while it is open', async () => {
    const { app, client, message, pending } = await looking();
    expect(await app.until('device    d3d3d3d3  waits (1 attempt)')).toContain('◌ queued');
    const custody = [{ mailbox: '/ip4/192.0.2.1/tcp/4001', untilMs: client.nowMs + 86_400_000 }];
    client.infos.set(message.id, { devices: [{ ...pending, status: 'custody', custody }] });
    client.changeMessage(message.id, { state: 'custody', custody: { held: 1, of: 3 } });
    const frame = await app.until('held until tomorrow');
    expect(frame).toContain('◔ in custody 1/3');
    expect(frame).toContain('/ip4/192.0.2.1/tcp/4001');
    await app.press('<escape>');
    await app.until('Write a message');
  });

  it('offers to send again what failed, and nothing else; else it looks again', async () => {
    const { app, client, message, pending } = await looking();
    client.infos.set(message.id, { devices: [{ ...pending, attempts: 2 }] });
    await app.press('r');
    expect(await app.until('(2 attempts)')).toContain('r look again');
    client.changeMessage(message.id, { state: 'failed', failure: 'quota' });
    expect(await app.until('r send it again')).toContain('failed: the mailboxes have no room for it');
    expect(client.calls).not.toContain(`retry ${message.id}`);
    await app.press('r');
    await app.until('◌ queued');
    expect(client.calls).toContain(`retry ${message.id}`);
  });

  it('scrolls to its end and no further in a small window, and fits it', async () => {
    const { app, client, message } = await looking({ columns: 60, rows: 14 });
    const earlier = Array.from({ length: 12 }, (_, i) => `version ${i}`);
    client.emit('message-changed', client.changeMessage(message.id, { edited: { atMs: client.nowMs, earlier } }));
    expect(await app.until('version 11')).toContain('↑↓ more below');
    await app.press('<page-down>', '<page-down>', '<page-down>', '<page-down>');
    const lines = (await app.until(`id        ${message.id}`)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(14);
    await app.press('<up>');
    await app.untilGone(`id        ${message.id}`);
  });

  it('closes when the message is gone', async () => {
    const { app, client, message } = await looking();
    await client.deleteForMe(message.id);
    await app.until('Write a message');
    expect(app.frame).not.toContain('Message info');
  });
});
