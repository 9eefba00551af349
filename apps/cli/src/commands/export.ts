/** `sotto export`: a conversation as a file, written as it is read. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExportFormat } from '@sotto/client';
import { UnavailableError, UsageError } from '@sotto/wire';
import { type Command, Option } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { sanitizeLine } from '../sanitize.ts';

/** What was said is nobody's but the person's. */
const OWNER_ONLY = 0o600;

interface ExportOptions {
  readonly format: ExportFormat;
}

export function addExportCommand(program: Command, runner: CommandRunner): void {
  program
    .command('export')
    .argument('<contact>', 'name or account id')
    .argument('<file>', 'a file that does not exist yet')
    .summary('write a conversation into a file')
    .description(
      'Writes all messages of a conversation into a new file that only you may read. It is not sealed: whoever gets the file ' +
        'reads them. Nothing is marked as read.\n\nJSON: {contact, file, format, bytes}.',
    )
    .addOption(new Option('--format <format>', 'for people, or for programs').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ sotto export Grace grace.txt\n  $ sotto export Grace grace.json --format json',
    )
    .action(
      runner.action<[string, string], ExportOptions>((context, [name, path], { format }) =>
        withClient(context, 'sotto export', async (client) => {
          const contact = await client.contact(name);
          const file = resolve(path);
          const bytes = await writeNew(file, client.exportConversation(contact.id, format));
          return {
            json: { contact: contact.id, file, format, bytes },
            text: `The conversation with ${sanitizeLine(contact.name)} is in ${sanitizeLine(file)} (${bytes} bytes).`,
          };
        }),
      ),
    );
}

/** Bytes written. What could not be written to its end is deleted. */
async function writeNew(path: string, pieces: AsyncIterable<string>): Promise<number> {
  await using file = await create(path);
  try {
    let bytes = 0;
    for await (const piece of pieces) {
      await write(file, piece);
      bytes += Buffer.byteLength(piece);
    }
    return bytes;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', OWNER_ONLY);
  } catch (cause) {
    throw new UsageError('invalid-argument', 'the file cannot be made', {
      cause,
      hint: 'Name one that does not exist yet, in a folder that you may write to.',
    });
  }
}

async function write(file: FileHandle, piece: string): Promise<void> {
  try {
    await file.appendFile(piece);
  } catch (cause) {
    throw new UnavailableError('storage', 'the file could not be written to its end', {
      cause,
      hint: 'Make room on the disk, then export again.',
    });
  }
}
