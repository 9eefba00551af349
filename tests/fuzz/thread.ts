/** The thread that runs inputs: its jobs one after the other, then it ends. Loaded by `isolated.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { BlockCoverage } from './block-coverage.ts';
import { runCampaign } from './campaign.ts';
import type { Finding } from './finding.ts';
import { InputWindow } from './input-window.ts';
import type { Job, JobReport, Message } from './job.ts';
import { judge } from './oracle.ts';
import { openTarget } from './registry.ts';
import type { FuzzTarget } from './target.ts';

const { jobs, buffer } = workerData as { readonly jobs: readonly Job[]; readonly buffer: SharedArrayBuffer };
const window = new InputWindow(buffer);

function post(message: Message): void {
  parentPort?.postMessage(message);
}

/** Seeds must be accepted and the corpus must keep every rule, or there is nothing to make inputs from. */
async function replay(job: Job, target: FuzzTarget): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [i, input] of [...target.seeds, ...job.corpus].entries()) {
    window.show(input);
    const judged = await judge(job.target, target, input);
    if ('finding' in judged) findings.push(judged.finding);
    else if (i < target.seeds.length && judged.verdict === 'refused') {
      const message = `seed ${i} of our own encoders is refused`;
      findings.push({ target: job.target, kind: 'seed-refused', message, input });
    }
  }
  return findings;
}

async function work(job: Job): Promise<JobReport> {
  // What is loaded and made now is no part of the input before.
  window.show(new Uint8Array(0));
  const target = await openTarget(job.target);
  const coverage = job.coverage === 'none' ? undefined : new BlockCoverage();
  const broken = await replay(job, target);
  const endMs = job.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + job.seconds * 1_000;
  const most = target.isCostly === true ? (job.maxCostlyInputs ?? job.maxInputs) : job.maxInputs;
  const report = await runCampaign({
    ...job,
    name: job.target,
    target,
    maxInputs: broken.length > 0 ? 0 : most,
    isOver: () => performance.now() >= endMs,
    coverage: job.coverage === 'guides' ? coverage : undefined,
    onInput: (input) => window.show(input),
    onReach: (input) => post({ kind: 'reached', input }),
  });
  coverage?.learn(coverage.take());
  coverage?.close();
  return {
    ...report,
    findings: [...broken, ...report.findings],
    functionNames: coverage?.functionNames ?? [],
    covers: target.covers,
    replayed: target.seeds.length + job.corpus.length,
  };
}

for (const job of jobs) post({ kind: 'done', report: await work(job) });
