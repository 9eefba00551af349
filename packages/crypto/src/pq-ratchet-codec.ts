/** The post-quantum ratchet in the bytes of a session at rest (specs/10 §6). Holds secrets. */
import { DecodeError, LIMITS } from '@sotto/wire';
import type { ByteReader, ByteWriter } from './byte-cursor.ts';
import { KEM_SEED_BYTES, KEY_BYTES, RATCHET_KEM_CIPHERTEXT_BYTES, RATCHET_KEM_KEY_BYTES } from './key-lengths.ts';
import { IDLE, offererOf, type PqPhase, type PqRatchet } from './pq-ratchet.ts';
import type { SessionRole } from './session.ts';

const PHASES = ['idle', 'offering', 'answering', 'agreed'] as const;
const FIXED_BYTES = 4 + 1 + 8 + 1;
const PHASE_BYTES = {
  idle: 0,
  offering: KEM_SEED_BYTES + RATCHET_KEM_KEY_BYTES,
  answering: RATCHET_KEM_CIPHERTEXT_BYTES + KEY_BYTES,
  agreed: KEY_BYTES,
} as const;

export function pqRatchetLength({ phase }: PqRatchet): number {
  return FIXED_BYTES + PHASE_BYTES[phase.kind];
}

export function writePqRatchet(writer: ByteWriter, { epoch, steps, changedAtMs, phase }: PqRatchet): void {
  writer.uint32(epoch);
  writer.uint8(steps);
  writer.uint53(changedAtMs);
  writer.uint8(PHASES.indexOf(phase.kind));
  if (phase.kind === 'offering') {
    writer.bytes(phase.seed);
    writer.bytes(phase.encapsulationKey);
  } else if (phase.kind === 'answering') {
    writer.bytes(phase.ciphertext);
    writer.bytes(phase.epochSecret);
  } else if (phase.kind === 'agreed') {
    writer.bytes(phase.epochSecret);
  }
}

/** @throws {DecodeError} `malformed` for another phase, one of the other role, or too many steps; `wrong-length` */
export function readPqRatchet(reader: ByteReader, role: SessionRole): PqRatchet {
  const epoch = reader.uint32();
  const steps = reader.uint8();
  if (steps > LIMITS.KEM_RATCHET_STEPS) throw new DecodeError('malformed', 'session has too many steps');
  const changedAtMs = reader.uint53();
  const phase = readPhase(reader);
  if (phase.kind !== 'idle' && (phase.kind === 'answering') === (offererOf(epoch + 1) === role)) {
    throw new DecodeError('malformed', 'session phase is of the other side');
  }
  return { epoch, steps, changedAtMs, phase };
}

function readPhase(reader: ByteReader): PqPhase {
  const kind = PHASES[reader.uint8()];
  switch (kind) {
    case 'idle':
      return IDLE;
    case 'offering':
      return { kind, seed: reader.bytes(KEM_SEED_BYTES), encapsulationKey: reader.bytes(RATCHET_KEM_KEY_BYTES) };
    case 'answering':
      return { kind, ciphertext: reader.bytes(RATCHET_KEM_CIPHERTEXT_BYTES), epochSecret: reader.bytes(KEY_BYTES) };
    case 'agreed':
      return { kind, epochSecret: reader.bytes(KEY_BYTES) };
    default:
      throw new DecodeError('malformed', 'session phase');
  }
}
