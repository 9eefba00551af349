/** Runs the database in a thread of its own: signatures and streams go on while a commit waits for the disk. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DecodeError, type SottoError, UnavailableError } from '@sotto/wire';
import type { ArchiveDatabaseOptions } from './archive-database.ts';
import type { ArchiveHost, QueuedOperation, ReportHandler } from './archive-host.ts';
import type { ThreadMessage, ThreadRequest } from './archive-thread.ts';
import { buffersOf, packOperations, unpackResults } from './thread-operation.ts';

const THREAD = new URL('./archive-thread.ts', import.meta.url);

type ThreadOptions = Omit<ArchiveDatabaseOptions, 'openFile'>;

/** @throws {UnavailableError} `home-busy`, `storage` @throws {DecodeError} `wrong-version` */
export async function hostInThread(options: ThreadOptions, onReport: ReportHandler): Promise<ArchiveHost> {
  const worker = new Worker(THREAD, { workerData: options });
  const [opened] = (await once(worker, 'message')) as [ThreadMessage];
  if (opened.kind === 'not-opened') throw openingError(opened);
  if (opened.kind === 'opened') onReport({ state: opened.state, corruptRecords: 0 });

  // Operations are executed in the order they are posted, so outcomes belong to the oldest ones.
  const waiting: QueuedOperation[] = [];
  let isGone = false;
  const settleRest = () => {
    isGone = true;
    for (const { settle } of waiting.splice(0)) settle({ ok: false, failure: 'storage' });
  };
  worker.on('message', (message: ThreadMessage) => {
    if (message.kind !== 'executed') return;
    onReport(message.report);
    const outcomes = unpackResults(message.outcomes);
    waiting.splice(0, outcomes.length).forEach(({ settle }, i) => {
      settle(outcomes[i] ?? { ok: false, failure: 'storage' });
    });
  });
  worker.on('error', () => onReport({ state: 'failed', corruptRecords: 0 }));
  worker.on('exit', settleRest);

  return {
    get isIdle() {
      return waiting.length === 0;
    },
    submit(group) {
      waiting.push(...group);
      if (isGone) return settleRest();
      const request = packOperations(group.map(({ operation }) => operation)) satisfies ThreadRequest;
      worker.postMessage(request, buffersOf(request));
    },
    async close() {
      if (isGone) return;
      worker.postMessage('close' satisfies ThreadRequest);
      await once(worker, 'exit');
    },
  };
}

function openingError({ code, message, hint }: Extract<ThreadMessage, { kind: 'not-opened' }>): SottoError {
  const options = hint === undefined ? {} : { hint };
  if (code === 'wrong-version') return new DecodeError('wrong-version', message, options);
  return new UnavailableError(code === 'home-busy' ? 'home-busy' : 'storage', message, options);
}
