/** A thread that only checks signatures. Says once that it is ready, then answers each message with one. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkSignature, type SignatureJob } from './signature-job.ts';

const mailboxKey = workerData as Uint8Array;

parentPort?.on('message', (jobs: readonly SignatureJob[]) => {
  parentPort?.postMessage(jobs.map((job) => checkSignature(job, mailboxKey)));
});
parentPort?.postMessage('ready');
