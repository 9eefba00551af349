/**
 * Where recovery words come from: a file, else the person at the terminal, else standard input. Never an argument: other
 * processes see those.
 */
import { UsageError } from '@sotto/wire';
import type { Environment } from './environment.ts';
import { readFileStart } from './file-start.ts';
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
    const bytes = await readFileStart(path, { maxBytes: MAX_FILE_BYTES + 1 });
    if (bytes.length <= MAX_FILE_BYTES) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unusable('the file with the recovery words cannot be read', cause);
  }
  throw unusable('the file is too long to hold recovery words');
}

function unusable(message: string, cause?: unknown): UsageError {
  return new UsageError('invalid-argument', message, { cause, hint: 'It holds the 12 words and nothing else.' });
}
