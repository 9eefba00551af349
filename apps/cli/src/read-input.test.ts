import { LIMITS, LimitError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { readLines, readText } from './read-input.ts';
import { MemoryInput } from './testing/fake-environment.ts';

function input(...chunks: (string | Uint8Array)[]): MemoryInput {
  const stream = new MemoryInput();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream;
}

async function linesOf(stream: MemoryInput): Promise<string[]> {
  const lines = [];
  for await (const line of readLines(stream)) lines.push(line);
  return lines;
}

describe('lines of standard input', () => {
  it('come whole however they were cut', async () => {
    expect(await linesOf(input('on', 'e\ntw', 'o\r\n', '\nlast'))).toEqual(['one', 'two', '', 'last']);
    const bytes = new TextEncoder().encode('größer\n');
    expect(await linesOf(input(bytes.subarray(0, 3), bytes.subarray(3)))).toEqual(['größer']);
    expect(await linesOf(input())).toEqual([]);
  });

  it('may be as long as a message and no longer', async () => {
    const longest = 'a'.repeat(LIMITS.MAX_TEXT_BYTES);
    expect(await linesOf(input(`${longest}\n`))).toEqual([longest]);
    await expect(linesOf(input(`${longest}aaa`))).rejects.toThrow(LimitError);
    await expect(linesOf(input(`${longest}aaa\n`))).rejects.toThrow(LimitError);
  });
});

describe('all of standard input', () => {
  it('loses only its last line ending', async () => {
    expect(await readText(input('one\n', 'two\n\n'))).toBe('one\ntwo\n');
  });

  it('is refused when it is longer than a message', async () => {
    await expect(readText(input('a'.repeat(LIMITS.MAX_TEXT_BYTES), 'aaa'))).rejects.toThrow(LimitError);
  });
});
