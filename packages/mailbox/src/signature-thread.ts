/** A thread that only checks and makes signatures. Says once that it is ready, then answers each message with one. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MailboxIdentity } from './mailbox-identity.ts';
import { performSignature, type SignatureJob } from './signature-job.ts';

const identity = workerData as MailboxIdentity;

parentPort?.on('message', (jobs: readonly SignatureJob[]) => {
  parentPort?.postMessage(jobs.map((job) => performSignature(job, identity)));
});
parentPort?.postMessage('ready');
