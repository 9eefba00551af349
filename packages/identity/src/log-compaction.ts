/**
 * Dropping what a checkpoint makes superfluous (specs/01 §8).
 *
 * A compacted log is genesis, the fewest checkpoints that lead to the last one, and all entries after it. Each kept
 * checkpoint is signed by an authority that the kept one before it names, so the log verifies from the account id
 * alone; devices sign no checkpoints, so no device, revoked or not, can forge one.
 */
import { includesBytes } from './log-content.ts';
import { decodeLogEntry, type LogEntryRecord } from './log-entry.ts';
import type { AccountState } from './log-state.ts';

/** The same account with fewer entries; `state` itself when there is no checkpoint. */
export function compactLog(state: AccountState): AccountState {
  const records = state.entries.map(decodeLogEntry);
  const anchors = records.filter((record) => anchorKeys(record) !== undefined);
  const kept: LogEntryRecord[] = [];
  let current = anchors.at(-1);
  while (current !== undefined) {
    kept.unshift(current);
    current = earliestSponsor(anchors, current);
  }
  const tail = records.filter(({ sequence }) => sequence > state.anchor.sequence);
  return { ...state, entries: [...kept, ...tail].map(({ bytes }) => bytes) };
}

/** The first anchor that names a signer of `checkpoint`; none for genesis. Verification has made sure there is one. */
function earliestSponsor(anchors: readonly LogEntryRecord[], checkpoint: LogEntryRecord): LogEntryRecord | undefined {
  const signers = checkpoint.signatures.map(({ signerKey }) => signerKey);
  return anchors.find(
    (anchor) => anchor.sequence < checkpoint.sequence && anchorKeys(anchor)?.some((key) => includesBytes(signers, key)),
  );
}

function anchorKeys({ operation }: LogEntryRecord): Uint8Array[] | undefined {
  if (operation.kind === 'genesis') return operation.authorities.map(({ publicKey }) => publicKey);
  if (operation.kind === 'checkpoint') return operation.content.authorities.map(({ publicKey }) => publicKey);
  return undefined;
}
