import { expect, test } from 'vitest';
import { downloadTarget, type ExportTarget, fileNameOf, MAX_IN_MEMORY_BYTES, writeExport } from './export-file.ts';

const FILE = { name: 'a.txt', mimeType: 'text/plain' };

function recorder(): ExportTarget & { readonly chunks: Uint8Array[]; readonly ends: string[] } {
  const chunks: Uint8Array[] = [];
  const ends: string[] = [];
  return {
    chunks,
    ends,
    write: async (chunk) => void chunks.push(chunk),
    finish: async () => void ends.push('finished'),
    giveUp: async () => void ends.push('given up'),
  };
}

async function* pieces(count: number, text: string) {
  for (let piece = 0; piece < count; piece++) yield text;
}

const quiet = () => ({ signal: new AbortController().signal, onWritten: () => undefined });

test('a long export is written in chunks of a bounded length, and nothing of it is lost', async () => {
  const target = recorder();
  const text = 'Grüße, 🙂\n';
  const written = await writeExport(pieces(30_000, text), target, quiet());
  expect(written).toBe(30_000 * new TextEncoder().encode(text).length);
  expect(target.chunks.length).toBeGreaterThan(3);
  for (const chunk of target.chunks) expect(chunk.length).toBeLessThan(256 * 1024);
  expect(new TextDecoder().decode(Buffer.concat(target.chunks))).toBe(text.repeat(30_000));
  expect(target.ends).toEqual(['finished']);
});

test('an export that is stopped, or that fails, leaves no file', async () => {
  const stopped = recorder();
  const controller = new AbortController();
  const onWritten = () => controller.abort();
  const writing = writeExport(pieces(100, 'x'.repeat(70_000)), stopped, { signal: controller.signal, onWritten });
  await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
  expect(stopped.chunks).toHaveLength(1);
  expect(stopped.ends).toEqual(['given up']);

  const full = { ...recorder(), write: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
  await expect(writeExport(pieces(1, 'x'), full, quiet())).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(full.ends).toEqual(['given up']);
});

test('where a browser cannot stream, the file is put together in memory, up to a bound', async () => {
  const saved: { readonly size: number; readonly name: string }[] = [];
  const target = downloadTarget(FILE, ({ size }, name) => saved.push({ size, name }));
  await writeExport(pieces(3, 'abc'), target, quiet());
  expect(saved).toEqual([{ size: 9, name: 'a.txt' }]);
  const small = downloadTarget(FILE, () => saved.push({ size: 0, name: 'never' }));
  const chunk = new Uint8Array(MAX_IN_MEMORY_BYTES / 2);
  await small.write(chunk);
  await small.write(chunk);
  await expect(small.write(new Uint8Array(1))).rejects.toMatchObject({ code: 'too-large' });
  expect(saved).toHaveLength(1);
});

test('G1: a name of somebody is no path and no command', () => {
  expect(fileNameOf('Grace Höpper')).toBe('Grace-Höpper');
  expect(fileNameOf('../../etc/passwd')).toBe('etc-passwd');
  expect(fileNameOf('a\u202egnp.exe')).toBe('a-gnp-exe');
  expect(fileNameOf('🙂')).toBe('conversation');
  expect([...fileNameOf('x'.repeat(500))]).toHaveLength(40);
});
