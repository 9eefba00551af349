import { scratchFolder } from '../../tests/scratch-folder.ts';
import type { ArchiveFactory } from '../testing/archive-under-test.ts';
import { describeMailboxArchive } from '../testing/describe-mailbox-archive.ts';
import { openInlineSqliteArchive, openSqliteArchive } from './sqlite-archive.ts';

function factory(open: typeof openSqliteArchive): ArchiveFactory {
  const folder = scratchFolder();
  const options = { folder: folder.path, ballastBytes: 65_536 };
  return {
    open: (limits) => open({ ...options, limits }),
    async reopen(archive, limits) {
      await archive.close();
      return open({ ...options, limits });
    },
    async dispose() {
      folder.remove();
    },
  };
}

describeMailboxArchive('SQLite in its own thread', () => factory(openSqliteArchive));
describeMailboxArchive('SQLite in this thread', () => factory(openInlineSqliteArchive));
