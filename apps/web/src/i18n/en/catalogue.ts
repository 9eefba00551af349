/** The English catalogue, which is the original of every other one. */
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

export const en = {
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
} as const;
