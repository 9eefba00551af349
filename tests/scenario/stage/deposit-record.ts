/**
 * Loaded before the program of a mailbox: writes down every envelope that its archive is about to store, so that a
 * story can look at all that ever left a device, also after it was delivered and deleted.
 *
 * SOTTO_STORY_DEPOSITS: the file to append to; one envelope in base64 a line.
 */
import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { StatementSync } from 'node:sqlite';

const path = process.env['SOTTO_STORY_DEPOSITS'];
const file = path === undefined ? undefined : openSync(path, 'a', 0o600);

/** Smaller than any envelope, larger than everything that is stored beside one. */
const LEAST_ENVELOPE_BYTES = 256;

const run = StatementSync.prototype.run as (
  this: StatementSync,
  ...values: unknown[]
) => ReturnType<StatementSync['run']>;
StatementSync.prototype.run = function recorded(this: StatementSync, ...values: unknown[]) {
  if (file !== undefined && this.sourceSQL.includes('INTO envelopes')) {
    for (const value of values) {
      if (!(value instanceof Uint8Array) || value.length < LEAST_ENVELOPE_BYTES) continue;
      writeSync(file, `${Buffer.from(value).toString('base64')}\n`);
    }
  }
  return run.apply(this, values);
} as typeof StatementSync.prototype.run;
