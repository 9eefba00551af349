/** The command, its corpus and its seeds. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommand } from './command.ts';
import { CORPUS_FOLDER, dropInput, keepInput, readCorpus } from './corpus.ts';
import { TARGET_NAMES } from './registry.ts';
import { regenerateSeeds } from './seed-files.ts';

const MAX_CORPUS_BYTES = 400_000;

describe('the arguments of the fuzz command', () => {
  it.each([
    [[], { kind: 'search', targets: TARGET_NAMES, seconds: 60, seed: '1' }],
    [['envelope', '--seconds', '5', '--seed', 'x'], { kind: 'search', targets: ['envelope'], seconds: 5, seed: 'x' }],
    [['envelope', '--input', 'AAEC'], { kind: 'replay', target: 'envelope', input: 'AAEC' }],
    [['--regenerate-seeds'], { kind: 'regenerate-seeds', targets: TARGET_NAMES }],
  ])('reads %j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([
    [['nothing-of-this-name']],
    [['envelope', 'frames']],
    [['--seconds', '0']],
    [['--seconds', 'many']],
    [['--input', 'AAEC']],
    [['--other']],
  ])('refuses %j', (args) => {
    expect(parseCommand(args)).toBeUndefined();
  });
});

describe('the corpus', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sotto-fuzz-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps one file for one input, and forgets it when asked', () => {
    const input = Uint8Array.of(1, 2, 3);
    expect(keepInput('frames', 'found', input, folder)).toBe(keepInput('frames', 'found', input, folder));
    keepInput('frames', 'crash', Uint8Array.of(4), folder);
    const kept = readCorpus('frames', folder);
    expect(kept.map((file) => [file.origin, ...file.input])).toEqual([
      ['crash', 4],
      ['found', 1, 2, 3],
    ]);
    for (const file of kept) dropInput(file, folder);
    expect(readCorpus('frames', folder)).toEqual([]);
  });

  it('gets the same seeds whenever they are made again, and keeps what was found', async () => {
    keepInput('envelope', 'seed', Uint8Array.of(9), folder);
    keepInput('envelope', 'crash', Uint8Array.of(8), folder);
    const count = await regenerateSeeds('envelope', folder);
    const first = readCorpus('envelope', folder);
    expect(first.map(({ origin }) => origin).sort()).toEqual(['crash', ...Array(count).fill('seed')]);
    await regenerateSeeds('envelope', folder);
    expect(readCorpus('envelope', folder)).toEqual(first);
  });

  it('has inputs of every target in git, small enough for it', () => {
    const sizes = TARGET_NAMES.map((name) =>
      readCorpus(name).map(({ path }) => statSync(join(CORPUS_FOLDER, path)).size),
    );
    expect(TARGET_NAMES.filter((_, i) => sizes[i]?.length === 0)).toEqual([]);
    expect(sizes.flat().reduce((total, size) => total + size, 0)).toBeLessThan(MAX_CORPUS_BYTES);
  });
});
