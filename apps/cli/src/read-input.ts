/** Standard input as text, with bounds: what is longer than a message may be is refused before it is stored. */
import { LIMITS, LimitError } from '@sotto/wire';
import type { InputStream } from './environment.ts';

function tooLarge(): LimitError {
  return new LimitError('too-large', `a message may have ${LIMITS.MAX_TEXT_BYTES} bytes at most`, {
    facts: { limitBytes: LIMITS.MAX_TEXT_BYTES },
    hint: 'Send it in parts.',
  });
}

/**
 * The lines of `stdin` without their endings, until it ends.
 * @throws {LimitError} `too-large` for a line above MAX_TEXT_BYTES
 */
export async function* readLines(stdin: InputStream): AsyncGenerator<string, void> {
  let rest = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield checked(line.endsWith('\r') ? line.slice(0, -1) : line);
    checked(rest);
  }
  if (rest !== '') yield rest;
}

/** All of `stdin` without its last line ending. @throws {LimitError} `too-large` above MAX_TEXT_BYTES */
export async function readText(stdin: InputStream): Promise<string> {
  let text = '';
  stdin.setEncoding('utf8');
  for await (const chunk of stdin) text = checked(text + String(chunk));
  return text.replace(/\r?\n$/, '');
}

function checked(text: string): string {
  if (Buffer.byteLength(text) > LIMITS.MAX_TEXT_BYTES + 2) throw tooLarge();
  return text;
}
