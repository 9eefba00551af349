/** Holds the lock of the folder in the first parameter until it is killed. */
import process from 'node:process';
import { fakeClock } from '@sotto/testkit';
import { lockHome } from '../home-lock.ts';

const [home = ''] = process.argv.slice(2);
await lockHome(home, { waitMs: 0, command: 'chat', clock: fakeClock() });
process.stdout.write('locked\n');
setInterval(() => undefined, 1_000);
