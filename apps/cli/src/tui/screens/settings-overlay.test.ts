import type { PreferenceValues } from '@sotto/client';
import { UnavailableError } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeEnvironment } from '../../testing/fake-environment.ts';
import { openUnlocked, type Screen, type ScreenOptions } from '../../testing/screen.ts';
import { widthOf } from '../wrap.ts';

let screen: Screen | undefined;
afterEach(async () => {
  await screen?.close();
});

/** The settings are open. */
async function openSettings(options: ScreenOptions & { readonly ownMailbox?: boolean } = {}) {
  const environment = new FakeEnvironment();
  environment.backend.ownMailbox = options.ownMailbox ?? false;
  const app = await openUnlocked(environment, options);
  screen = app;
  await app.press(',');
  await app.until('Settings of this device');
  return { app, client: environment.backend.client };
}

/** A frame as running text: what is wrapped in it is one line again. */
function textOf(frame: string): string {
  return frame.replace(/[│\s]+/gu, ' ');
}

describe('the settings', () => {
  it('show what the client has, with what each means, and close again', async () => {
    const environment = new FakeEnvironment();
    environment.backend.client.preferenceValues = { receipts: true, typing: false, mailboxesOnly: false };
    const app = await openUnlocked(environment, { rows: 70 });
    screen = app;
    await app.press('?');
    expect(await app.until('In the list')).toMatch(/, +settings: what contacts learn of this device/);
    await app.press('<escape>');
    await app.until(', settings');
    await app.press(',');
    const frame = await app.until('Settings of this device');
    expect(frame).toMatch(/▸ on +receipts/);
    expect(frame).toMatch(/ {2}off +typing/);
    expect(frame).toMatch(/ {2}off +mailboxes-only/);
    const text = textOf(frame);
    expect(text).toContain('contacts learn that messages arrived and were read');
    expect(text).toContain('everything goes through mailboxes');
    expect(text).toContain('A change counts at once, for this device only.');
    await app.press('<escape>');
    await app.untilGone('Settings of this device');
    expect(environment.backend.client.preferenceValues.typing).toBe(false);
  });

  it('turn the one that is pointed at on and off, by Enter or Space', async () => {
    const { app, client } = await openSettings();
    await app.press('<enter>');
    expect(await app.until(/▸ off +receipts/)).toContain('Enter turn on');
    expect(client.preferenceValues).toEqual({ receipts: false, typing: true, mailboxesOnly: false });
    await app.press('<up>', '<down>', '<down>', '<down>', ' ');
    expect(await app.until(/▸ on +mailboxes-only/)).toMatch(/ {2}off +receipts/);
    expect(client.preferenceValues).toEqual({ receipts: false, typing: true, mailboxesOnly: true });
    await app.press(' ');
    await app.until(/▸ off +mailboxes-only/);
    expect(client.preferenceValues).toEqual({ receipts: false, typing: true, mailboxesOnly: false });
  });

  it('F10: say before it is chosen what mailboxes-only cannot do, and more of it to whoever has an own mailbox', async () => {
    const { app } = await openSettings();
    const text = textOf(app.frame);
    expect(text).toContain('With mailboxes-only on: Contacts learn no network address of this device by a connection');
    expect(text).toContain('What they learnt before they keep. Mailboxes see the address');
    expect(text).not.toContain('runs on this device');
    await app.close();
    const own = await openSettings({ ownMailbox: true });
    expect(textOf(own.app.frame)).toContain('whoever has your link knows its network address all the same');
  });

  it('keep what was and say why when a change failed', async () => {
    const { app, client } = await openSettings();
    client.setPreferences = async () => {
      throw new UnavailableError('storage', 'the disk is full', { hint: 'Make room on it.' });
    };
    await app.press('<down>', '<enter>');
    const frame = await app.until('! the disk is full. Make room on it.');
    expect(frame).toMatch(/▸ on +typing/);
    expect(frame).not.toContain('changing');
    await app.press('<down>');
    expect(await app.until(/▸ off +mailboxes-only/)).toContain('the disk is full');
    await app.press('<escape>');
    await app.until('q quit');
  });

  it('show what holds when a change failed that was stored all the same', async () => {
    const { app, client } = await openSettings();
    client.preferenceValues = { ...client.preferenceValues, mailboxesOnly: true };
    await app.press('<escape>');
    await app.untilGone('Settings of this device');
    await app.press(',');
    await app.until(/on +mailboxes-only/);
    client.setPreferences = async (change) => {
      client.preferenceValues = { ...client.preferenceValues, ...change };
      throw new UnavailableError('refused', 'this port is taken');
    };
    await app.press('<down>', '<down>', '<enter>');
    expect(await app.until('! this port is taken')).toMatch(/▸ off +mailboxes-only/);
  });

  it('take one change at a time, and show it also to whoever closes them and opens them again meanwhile', async () => {
    const { app, client } = await openSettings();
    let asked = 0;
    let finish = (_: PreferenceValues) => {};
    client.setPreferences = (change) => {
      asked += 1;
      return new Promise((resolve) => {
        finish = () => resolve({ ...client.preferenceValues, ...change });
      });
    };
    await app.press('<enter>');
    expect(await app.until(/▸ on +receipts {2}changing …/)).not.toContain('Enter turn');
    await app.press('<enter>', '<escape>');
    await app.untilGone('Settings of this device');
    await app.press(',');
    await app.until(/▸ on +receipts {2}changing …/);
    await app.press('<down>', ' ', '<down>');
    await app.until(/▸ off +mailboxes-only/);
    finish(client.preferenceValues);
    expect(await app.until(/ {2}off +receipts/)).not.toContain('changing');
    expect(asked).toBe(1);
  });

  it('can be read to their end in a small window, and show what is pointed at', async () => {
    const { app } = await openSettings({ columns: 40, rows: 12, ownMailbox: true });
    const seen: string[] = [];
    for (const name of ['receipts', 'typing', 'mailboxes-only']) {
      seen.push(await app.until(new RegExp(`▸ (on|off) +${name}`)));
      await app.press('<down>');
    }
    // What has no room is left out, not cut.
    expect(seen[0]).toMatch(/PgDn more {2}Enter turn off {2}Esc close\s*$/);
    while (!app.frame.includes('device only.')) {
      const before = app.frame;
      await app.press('<page-down>');
      await app.untilGone(before);
      seen.push(app.frame);
    }
    expect(app.frame).toContain('PgUp more');
    expect(seen.join('\n')).toContain('--mailbox <address>');
    for (const line of seen.flatMap((frame) => frame.split('\n'))) expect(widthOf(line)).toBeLessThanOrEqual(40);
    for (const frame of seen) expect(frame.split('\n').length).toBeLessThanOrEqual(12);
    await app.press('<page-down>', ...Array<string>(5).fill('<page-up>'));
    await app.until(/on +receipts/);
    await app.press('<up>');
    expect(await app.until(/▸ on +typing/)).toContain('contacts who are directly');
  });
});
