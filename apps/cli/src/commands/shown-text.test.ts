import { describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../testing/fake-environment.ts';
import { runCommand } from '../testing/run-command.ts';

const HOSTILE = 'Mal\u001b]52;c;AAAA\u0007\u202elory\u009b2J';
// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
const ACTIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

describe('G2: what others have written', () => {
  it.each([
    [['contacts']],
    [['history', 'sotto1mallory']],
    [['verify', 'sotto1mallory']],
    [['add', 'sotto:AA']],
    [['accept', 'sotto1mallory']],
    [['block', 'sotto1mallory']],
    [['pin', 'sotto1heidi']],
    [['mute', 'sotto1heidi', '--for', '8h']],
    [['archive', 'sotto1heidi']],
    [['mark-unread', 'sotto1heidi']],
    [['conversations']],
    [['info', 'm2']],
    [['status', '--offline']],
    [['doctor', '--offline']],
    [['chat', 'sotto1mallory', '--plain']],
  ])('reaches the terminal of %j without control characters', async (args) => {
    for (const json of [[], ['--json']]) {
      const environment = new FakeEnvironment();
      const { client } = environment.backend;
      const mallory = client.know(HOSTILE, { id: 'sotto1mallory', status: 'request', unread: 1 });
      client.put(mallory, HOSTILE);
      const heidi = client.know(HOSTILE, { id: 'sotto1heidi' });
      client.put(heidi, HOSTILE, { edited: { atMs: 0, earlier: [HOSTILE] } });
      client.addContact = async () => mallory;
      client.changeStatus({
        peerId: HOSTILE,
        mailboxes: [{ address: HOSTILE, reachable: false, held: 1, lastFailure: { code: HOSTILE, atMs: 0 } }],
        custodians: [{ address: HOSTILE, held: 1 }],
        waiting: [{ reason: 'not-in-custody', failure: HOSTILE, count: 1 }],
        peers: [{ peerId: HOSTILE, contact: 'sotto1mallory', path: 'tcp', sinceMs: 0 }],
        listening: [HOSTILE],
        lastError: { code: 'refused', message: HOSTILE, atMs: 0 },
      });
      client.goOnline = async () => {
        client.receive(mallory, HOSTILE);
      };
      environment.stdin.end();
      const run = await runCommand(environment, ...args, ...json);
      expect(run.stdout).not.toBe('');
      expect(run.stdout + run.stderr).not.toMatch(ACTIVE);
    }
  });
});
