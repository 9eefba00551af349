/** What this device lets others know, in words: for `sotto settings` and the settings of the terminal app. */
import type { PreferenceValues } from '@sotto/client';

export const SETTINGS = {
  receipts: { of: 'receipts', text: 'contacts learn that messages arrived and were read' },
  typing: { of: 'typing', text: 'contacts who are directly connected see that you are typing, and you see it of them' },
  'mailboxes-only': { of: 'mailboxesOnly', text: 'no direct connections: everything goes through mailboxes' },
} as const satisfies Readonly<Record<string, { readonly of: keyof PreferenceValues; readonly text: string }>>;
export type SettingName = keyof typeof SETTINGS;

/** In the order in which they are shown. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** What mailboxes-only does and what it cannot do, in lines for a wide terminal (the threat model says it all). */
export const MAILBOXES_ONLY =
  'Contacts learn no network address of this device by a connection any more. What they learnt before they keep. Mailboxes\n' +
  'see the address, and a contact may run one of their own.';
/** What it cannot do besides for an account whose mailbox runs beside its app. */
export const OWN_MAILBOX =
  'Your mailbox runs on this device, so whoever has your link knows its network address all the same. An account with\n' +
  'mailboxes that others run does not tell it: sotto init --mailbox <address>.';
