/** The thread that runs inputs: one job, then it ends. Loaded by `isolated.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { BlockCoverage } from './block-coverage.ts';
import { runCampaign } from './campaign.ts';
import type { Finding } from './finding.ts';
import { InputWindow } from './input-window.ts';
import type { Job, JobReport, Message } from './job.ts';
import { judge } from './oracle.ts';
import { openTarget } from './registry.ts';
import type { FuzzTarget } from './target.ts';

const { job, buffer } = workerData as { readonly job: Job; readonly buffer: SharedArrayBuffer };
const window = new InputWindow(buffer);

function post(message: Message): void {
  parentPort?.postMessage(message);
}

/** Seeds must be accepted and the corpus must keep every rule, or there is nothing to make inputs from. */
async function replay(target: FuzzTarget): Promise<Finding[]> {
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

async function work(): Promise<JobReport> {
  const target = await openTarget(job.target);
  const coverage = job.guided ? new BlockCoverage() : undefined;
  const broken = await replay(target);
  const endMs = job.seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + job.seconds * 1_000;
  const report = await runCampaign({
    ...job,
    name: job.target,
    target,
    maxInputs: broken.length > 0 ? 0 : job.maxInputs,
    isOver: () => performance.now() >= endMs,
    coverage,
    onInput: (input) => window.show(input),
    onReach: (input) => post({ kind: 'reached', input }),
  });
  return {
    ...report,
    findings: [...broken, ...report.findings],
    functionNames: coverage?.functionNames ?? [],
    replayed: target.seeds.length + job.corpus.length,
  };
}

post({ kind: 'done', report: await work() });
