import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openVectors, vectorsMissing } from './vectors-folder.ts';

const TEXT = 'known answers\n';

function sampleFolder(change: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-vectors-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const packed = gzipSync(TEXT);
  const sha256 = createHash('sha256').update(packed).digest('hex');
  const entry = { file: 'a.txt.gz', raw_bytes: TEXT.length, sha256, cases: 7, ...change };
  writeFileSync(join(folder, 'a.txt.gz'), packed);
  writeFileSync(join(folder, 'MANIFEST.json'), JSON.stringify([entry]));
  return folder;
}

describe('the folder of vectors', () => {
  test('gives out the text of a file and how many cases it has', async () => {
    const read = await openVectors(sampleFolder());
    expect(await read('a.txt.gz')).toEqual({ text: TEXT, cases: 7 });
  });

  test('gives out no file that is not what the manifest says', async () => {
    const read = await openVectors(sampleFolder({ sha256: '00'.repeat(32) }));
    await expect(read('a.txt.gz')).rejects.toThrow(/has SHA-256 [0-9a-f]{64}, not 0000/);
    await expect(read('b.txt')).rejects.toThrow('b.txt is not in MANIFEST.json');
    const short = await openVectors(sampleFolder({ raw_bytes: TEXT.length - 1 }));
    await expect(short('a.txt.gz')).rejects.toThrow(/larger than/i);
  });

  test('says so when it is not there', () => {
    expect(vectorsMissing(sampleFolder())).toBeUndefined();
    const nowhere = join(tmpdir(), 'no-such-folder');
    expect(vectorsMissing(nowhere)).toContain(nowhere);
  });
});
