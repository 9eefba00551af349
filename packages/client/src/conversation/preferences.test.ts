import { encodeUtf8 } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { World } from '../../tests/world.ts';
import { SETTINGS } from '../settings.ts';

describe('preferences', () => {
  it.each([
    ['set receipts', { receipts: true, typing: false, mailboxesOnly: true }],
    ['set typing direct', { receipts: false, typing: true, mailboxesOnly: false }],
    ['set mailboxes-only', { receipts: false, typing: false, mailboxesOnly: true }],
  ])('F10: of a store that says %j keep the option where nothing was chosen', async (text, values) => {
    const ada = await new World({ seed: 'preferences' }).person('ada');
    await ada.store.commit([{ kind: 'put-setting', record: { name: SETTINGS.preferences, value: encodeUtf8(text) } }]);
    await ada.kill();
    await ada.open({ mailboxesOnly: true });
    expect(await ada.client.preferences()).toEqual(values);
  });
});
