/**
 * Where the passphrase comes from: a file, else the person at the terminal. Never an argument or a plain environment
 * variable: both are visible to other processes.
 *
 * Of a file the first line counts, without its line ending; further lines are not read. The bytes must be UTF-8.
 */
import { UsageError } from '@sotto/wire';
import type { Environment } from './environment.ts';
import { readFileStart } from './file-start.ts';
import { canPrompt, promptHidden } from './hidden-prompt.ts';

const LINE_FEED = 0x0a;

/** Longest passphrase that is accepted, in bytes. */
export const MAX_PASSPHRASE_BYTES = 1_024;
/** Shortest passphrase that a person may choose at a prompt, in characters. Files may hold any that is not empty. */
export const MIN_CHOSEN_CHARACTERS = 8;

/** The passphrase file that was named, by option or environment. */
export function passphraseFile(option: string | undefined, environment: Environment): string | undefined {
  const fromEnvironment = environment.variables['SOTTO_PASSPHRASE_FILE'];
  return option ?? (fromEnvironment === '' ? undefined : fromEnvironment);
}

/** @throws {UsageError} `invalid-argument`: no such file, empty, too long, not UTF-8 */
export async function readPassphraseFile(path: string): Promise<string> {
  const bytes = await readStart(path);
  const end = bytes.indexOf(LINE_FEED);
  const line = end < 0 ? bytes : bytes.subarray(0, end);
  const withoutReturn = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  if (withoutReturn.length === 0) throw unusable('the first line of the passphrase file is empty');
  if (withoutReturn.length > MAX_PASSPHRASE_BYTES) throw unusable('the passphrase is longer than 1,024 bytes');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(withoutReturn);
  } catch (cause) {
    throw unusable('the passphrase file is not UTF-8 text', cause);
  }
}

/** One byte more than fits with its line ending, so that a longer one is noticed. */
async function readStart(path: string): Promise<Uint8Array> {
  try {
    return await readFileStart(path, { maxBytes: MAX_PASSPHRASE_BYTES + 3, until: LINE_FEED });
  } catch (cause) {
    throw unusable('the passphrase file cannot be read', cause);
  }
}

function unusable(message: string, cause?: unknown): UsageError {
  return new UsageError('invalid-argument', message, {
    cause,
    hint: 'The first line of the file is the passphrase: --passphrase-file FILE, or SOTTO_PASSPHRASE_FILE.',
  });
}

/** Asks for the passphrase of an existing account, or reads the file. @throws {UsageError} `invalid-argument` */
export async function obtainPassphrase(file: string | undefined, environment: Environment): Promise<string> {
  if (file !== undefined) return readPassphraseFile(file);
  requireTerminal(environment);
  return promptHidden('Passphrase: ', environment);
}

/** Asks twice for a new passphrase, or reads the file. @throws {UsageError} `invalid-argument` */
export async function chooseNewPassphrase(file: string | undefined, environment: Environment): Promise<string> {
  if (file !== undefined) return readPassphraseFile(file);
  requireTerminal(environment);
  const first = await promptHidden('Choose a passphrase: ', environment);
  if ([...first].length < MIN_CHOSEN_CHARACTERS) {
    throw new UsageError('invalid-argument', `the passphrase is shorter than ${MIN_CHOSEN_CHARACTERS} characters`, {
      hint: 'A few unrelated words are easy to remember and hard to guess.',
    });
  }
  const second = await promptHidden('The same passphrase again: ', environment);
  if (first !== second) {
    throw new UsageError('invalid-argument', 'the two passphrases differ', { hint: 'Run the command again.' });
  }
  return first;
}

function requireTerminal(environment: Environment): void {
  if (canPrompt(environment)) return;
  throw new UsageError('invalid-argument', 'there is no terminal to ask for the passphrase', {
    hint: 'Use --passphrase-file FILE, or SOTTO_PASSPHRASE_FILE.',
  });
}
