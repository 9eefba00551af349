/**
 * Where recovery words come from: a file, else the person at the terminal, else standard input. Never an argument: other
 * processes see those.
 */
import { open } from 'node:fs/promises';
import { UsageError } from '@sotto/wire';
import type { Environment } from './environment.ts';
import { canPrompt, promptLine } from './hidden-prompt.ts';
import { readText } from './read-input.ts';

/** Twelve words with much white space around them. */
const MAX_FILE_BYTES = 4_096;

/** The text as it was given; whoever uses it says what is wrong with it. @throws {UsageError} `invalid-argument` */
export async function obtainRecoveryWords(file: string | undefined, environment: Environment): Promise<string> {
  if (file !== undefined) return await readWordsFile(file);
  if (canPrompt(environment)) return await promptLine('Recovery words, with spaces between them: ', environment);
  return await readText(environment.stdin);
}

async function readWordsFile(path: string): Promise<string> {
  try {
    await using file = await open(path, 'r');
    const { bytesRead, buffer } = await file.read(new Uint8Array(MAX_FILE_BYTES + 1), 0, MAX_FILE_BYTES + 1, 0);
    if (bytesRead <= MAX_FILE_BYTES)
      return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead));
  } catch (cause) {
    throw unusable('the file with the recovery words cannot be read', cause);
  }
  throw unusable('the file is too long to hold recovery words');
}

function unusable(message: string, cause?: unknown): UsageError {
  return new UsageError('invalid-argument', message, { cause, hint: 'It holds the 12 words and nothing else.' });
}
