import { UnavailableError } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen } from '../../testing/screen.ts';

const LOST = 'd3'.repeat(16);
const GONE = 'd2'.repeat(16);

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

async function openDevices(): Promise<Screen> {
  const environment = new FakeEnvironment();
  environment.backend.client.otherDevices = [
    { id: GONE, current: false, revoked: true },
    { id: LOST, current: false, revoked: false },
  ];
  screen = await openUnlocked(environment);
  await screen.press('d');
  await screen.until('My devices');
  return screen;
}

describe('my devices', () => {
  it('names this one first and those that were removed last', async () => {
    const app = await openDevices();
    const lines = app.frame.split('\n').filter((line) => /(d\d){16}/.test(line));
    expect(lines.map((line) => /(d\d){16}( {2}[a-z ]*[a-z])?/.exec(line)?.[0])).toEqual([
      `${'d1'.repeat(16)}  this device`,
      LOST,
      `${GONE}  removed`,
    ]);
  });

  it('removes a lost one when it is asked twice', async () => {
    const app = await openDevices();
    const { client } = app.environment.backend;
    await app.press('<down>', 'x');
    await app.until('x once more removes it');
    expect(client.calls).not.toContain(`revokeDevice ${LOST}`);
    await app.press('x');
    await app.until(new RegExp(`${LOST}  removed`));
    expect(client.calls).toContain(`revokeDevice ${LOST}`);
  });

  it('removes nothing when another key comes in between, nor this device, nor one that is removed', async () => {
    const app = await openDevices();
    await app.press('x', 'x', '<down>', 'x', 'n', 'x', '<up>', '<down>', 'x', '<down>', 'x', 'x');
    await app.until(new RegExp(`▸ ${GONE}`));
    expect(app.environment.backend.client.calls.join()).not.toContain('revokeDevice');
  });

  it('C1: says for good that this device was removed by another one', async () => {
    const environment = new FakeEnvironment();
    const { client } = environment.backend;
    screen = await openUnlocked(environment);
    client.devices = async () => [{ id: client.accountView.device, current: true, revoked: true }];
    client.notice(undefined, 'device-revoked');
    await screen.until('! this device was removed from its account');
    await screen.press('<down>');
    expect(screen.frame).toContain('! this device was removed from its account');
    await screen.resize(50, 20);
    await screen.until('! device removed');
  });

  it('says why a device could not be removed', async () => {
    const app = await openDevices();
    app.environment.backend.client.revokeDevice = async () => {
      throw new UnavailableError('unreachable', 'no mailbox can be reached', { hint: 'Nothing was changed.' });
    };
    await app.press('<down>', 'x', 'x');
    await app.until('no mailbox can be reached. Nothing was changed.');
    expect(app.frame).toContain('x remove it');
  });
});
