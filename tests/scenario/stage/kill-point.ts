/**
 * Loaded before a program of a story: ends the process by SIGKILL at a chosen point of its work. Points are the
 * statements that its databases execute and the writes to its sockets, counted from the start; between them lies all
 * that a crash can tear apart: a transaction half done, stored and not sent, sent and not answered.
 *
 * SOTTO_STORY_KILL: `statement:N` or `write:N`; the process dies just before the Nth of them.
 */
import { Socket } from 'node:net';
import process from 'node:process';
import { DatabaseSync, StatementSync } from 'node:sqlite';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const [kind, number] = (process.env['SOTTO_STORY_KILL'] ?? '').split(':');
let left = Number(number);

function countCalls(prototype: object, names: readonly string[]): void {
  const methods = prototype as Record<string, AnyFunction>;
  for (const name of names) {
    const original = methods[name] as AnyFunction;
    methods[name] = function counted(...args) {
      left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    };
  }
}

if (kind === 'statement') {
  countCalls(StatementSync.prototype, ['run', 'all', 'get', 'iterate']);
  countCalls(DatabaseSync.prototype, ['exec']);
} else if (kind === 'write') {
  countCalls(Socket.prototype, ['write']);
}
