/**
 * What every `MailboxArchive` must do, as tests (specs/06 §5). A driver calls `describeMailboxArchive` in a test file
 * of its own.
 */
import { UsageError } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { topicOf } from './archive-records.ts';
import { type ArchiveFactory, type ArchiveUnderTest, FreshArchive } from './archive-under-test.ts';
import { describeDirectory } from './describe-directory.ts';
import { describeEnvelopes } from './describe-envelopes.ts';
import { describeTopics } from './describe-topics.ts';

/** `factory` is called for each test. */
export function describeMailboxArchive(name: string, factory: () => ArchiveFactory): void {
  describe(`${name} as an archive`, () => {
    let fresh: FreshArchive | undefined;
    beforeEach(async () => {
      fresh = await FreshArchive.on(factory());
    });
    afterEach(() => fresh?.dispose());
    const current = (): FreshArchive => {
      if (fresh === undefined) throw new UsageError('not-initialised', 'no test is running');
      return fresh;
    };
    const subject: ArchiveUnderTest = {
      get archive() {
        return current().archive;
      },
      reopen: () => current().reopen(),
      open: (topic) => current().open(topic),
      page: (topic, options) => current().page(topic, options),
    };
    describeTopics(subject);
    describeEnvelopes(subject);
    describeDirectory(subject);

    it('refuses calls after it was closed', async () => {
      await subject.archive.close();
      await expect(subject.archive.findTopic(topicOf('a'))).rejects.toMatchObject({ code: 'storage' });
    });
  });
}
