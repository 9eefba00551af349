import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { Screen } from '../../testing/screen.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

describe('unlocking', () => {
  it('says that the passphrase is wrong and takes another one', async () => {
    const app = new Screen(new FakeEnvironment());
    screen = app;
    await app.until('Passphrase');
    await app.press('wrong horse', '<enter>');
    await app.until('not the passphrase of this account');
    await app.press('correct horse', '<enter>');
    await app.until('Nobody here yet');
    expect(app.raw).not.toContain('horse');
  });

  it('says who holds the home, keeps the passphrase, and tries again', async () => {
    const environment = new FakeEnvironment();
    environment.backend.holder = 'sotto chat (process 4711)';
    const app = new Screen(environment);
    screen = app;
    await app.until('Passphrase');
    await app.press('correct horse', '<enter>');
    await app.until('sotto chat (process 4711)');
    environment.backend.holder = undefined;
    await app.press('<enter>');
    await app.until('Nobody here yet');
  });

  it('quits by Escape', async () => {
    const app = new Screen(new FakeEnvironment());
    screen = app;
    await app.until('Passphrase');
    await app.press('<escape>');
    expect(app.quits).toBe(1);
  });
});
