/** Root steps, plain and hybrid, and what they count (specs/04 §3, specs/10 §3 and §5). */
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { agree } from './agreement.ts';
import { join } from './bytes.ts';
import { canonical } from './canonical.ts';
import { threeKeys } from './derivation.ts';
import { demand } from './refusal.ts';
import type { Draw, Session } from './session.ts';
import { limit } from './spec-tables.ts';

export interface Stepped {
  readonly session: Session;
  readonly chainKey: Uint8Array;
  readonly headerKey: Uint8Array;
}

interface Step {
  readonly theirs: Uint8Array;
  readonly nowMs: number;
}

export function offers(session: Session, epoch: number): boolean {
  return (epoch % 2 === 1) === (session.role === 'initiator');
}

export function plainStep(session: Session, { theirs }: Step): Stepped {
  const secret = agree(session.ratchetKey.secretKey, theirs);
  const [rootKey, chainKey, headerKey] = threeKeys(session.rootKey, secret, canonical('ratchetRoot'));
  const steps = Math.min(session.steps + 1, limit('KEM_RATCHET_STEPS'));
  return { session: { ...session, rootKey, steps }, chainKey, headerKey };
}

function hybridStep(session: Session, epochSecret: Uint8Array, { theirs, nowMs }: Step): Stepped {
  const epoch = session.epoch + 1;
  const secret = join(agree(session.ratchetKey.secretKey, theirs), epochSecret);
  const [rootKey, chainKey, headerKey] = threeKeys(session.rootKey, secret, canonical('ratchetRootHybrid', epoch));
  const phase = { name: 'idle' } as const;
  return { session: { ...session, rootKey, epoch, steps: 0, changedAtMs: nowMs, phase }, chainKey, headerKey };
}

/** specs/10 §5, receiving half. */
export function receivingStep(session: Session, epoch: number, step: Step): Stepped {
  if (epoch === session.epoch) return plainStep(session, step);
  demand(epoch === session.epoch + 1 && session.phase.name === 'answering', 'bad-tag');
  return hybridStep(session, session.phase.secret, step);
}

/** specs/10 §5, sending half. The ratchet key pair of `session` is the new one. */
export function sendingStep(session: Session, step: Step, draw: Draw): Stepped {
  if (session.phase.name === 'agreed') return hybridStep(session, session.phase.secret, step);
  const stepped = plainStep(session, step);
  const { steps, changedAtMs, phase, epoch } = stepped.session;
  const isDue = steps >= limit('KEM_RATCHET_STEPS') || step.nowMs - changedAtMs >= limit('KEM_RATCHET_SECONDS') * 1000;
  if (phase.name !== 'idle' || !offers(session, epoch + 1) || !isDue) return stepped;
  const seed = draw(64);
  const encapsulationKey = ml_kem768.keygen(seed).publicKey;
  return { ...stepped, session: { ...stepped.session, phase: { name: 'offering', seed, encapsulationKey } } };
}
