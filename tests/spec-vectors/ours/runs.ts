/** Everything that our packages run. */
import type { Runs } from '../vector.ts';
import { identityRuns } from './identity.ts';
import { mailboxRuns } from './mailbox.ts';
import { pqxdhRuns } from './pqxdh.ts';
import { ratchetRuns } from './ratchet.ts';
import { sealingRuns } from './sealing.ts';

export const ourRuns: Runs = { ...pqxdhRuns, ...ratchetRuns, ...sealingRuns, ...mailboxRuns, ...identityRuns };
