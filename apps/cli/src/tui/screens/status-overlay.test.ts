import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

async function started() {
  const environment = new FakeEnvironment();
  const { client } = environment.backend;
  const grace = client.know('Grace Hopper', { online: true });
  client.changeStatus({
    mailboxes: [
      { address: '/ip4/192.0.2.1/tcp/1', reachable: true, held: 2 },
      { address: '/ip4/192.0.2.2/tcp/1', reachable: false, held: 0 },
    ],
    peers: [{ peerId: '12D3KooWGrace', contact: grace.id, path: 'webrtc', sinceMs: client.nowMs }],
    directPeers: 1,
  });
  client.findings = [
    { check: 'mailboxes', code: 'mailbox-unreachable', level: 'warning', facts: { reachable: 1, total: 2, quorum: 2 } },
    { check: 'clock', code: 'clock-agrees', level: 'ok', facts: {} },
  ];
  const app = await openUnlocked(environment);
  screen = app;
  return { app, client };
}

describe('the status screen', () => {
  it('says what works, what does not, what to do, and who is connected how', async () => {
    const { app } = await started();
    await app.press('s');
    const shown = await app.until('Status');
    expect(shown).toContain('1 of 2 mailboxes can be reached; nothing waits.');
    expect(shown).toContain('→ If it stays so for days');
    expect(shown).toContain('holds 2 of yours');
    expect(shown).toContain('Grace Hopper: WebRTC');
    expect(shown).not.toContain('The clock agrees');
  });

  it('looks again when it is asked, and scrolls to its end and no further', async () => {
    const { app, client } = await started();
    await app.press('s');
    await app.until('Status');
    client.findings = [
      {
        check: 'mailboxes',
        code: 'mailboxes-unreachable',
        level: 'problem',
        facts: { reachable: 0, total: 2, quorum: 2 },
      },
    ];
    await app.press('r');
    await app.until('None of your mailboxes can be reached.');
    await app.press('<page-down>', '<page-down>', '<page-down>');
    await app.press('<page-up>', '<page-up>');
    await app.until('None of your mailboxes can be reached.');
    await app.press('<escape>');
    await app.until('Grace Hopper');
  });
});
