/** A thread that only checks and makes signatures. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MailboxIdentity } from './mailbox-identity.ts';
import { performSignature, type SignatureJob } from './signature-job.ts';

const identity = workerData as MailboxIdentity;

parentPort?.on('message', (jobs: readonly SignatureJob[]) => {
  parentPort?.postMessage(jobs.map((job) => performSignature(job, identity)));
});
