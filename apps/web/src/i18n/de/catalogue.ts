/** The German catalogue. */

import type { en } from '../en/catalogue.ts';
import type { TranslationOf } from '../message.ts';
import { chat } from './chat.ts';
import { contacts } from './contacts.ts';
import { conversations } from './conversations.ts';
import { doctor } from './doctor.ts';
import { messages } from './messages.ts';
import { network } from './network.ts';
import { onboarding } from './onboarding.ts';
import { problems } from './problems.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';

export const de: TranslationOf<typeof en> = {
  ...shell,
  ...onboarding,
  ...settings,
  ...problems,
  ...chat,
  ...conversations,
  ...messages,
  ...contacts,
  ...network,
  ...doctor,
};
