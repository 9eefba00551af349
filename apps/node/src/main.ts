/** The local node as a process of its own; `npm start` runs the same after it has built the app. */
import process from 'node:process';
import { runProgram } from './program.ts';

await runProgram(process.argv.slice(2));
