/**
 * Entries of a malicious owner: the input is the body of one, signed by the keys that may sign it.
 *
 * Which keys those are depends on the operation, so every set of them is tried; at most one is right.
 */
import { type KeyPair, sign } from '@sotto/crypto';
import {
  type AccountState,
  adoptLog,
  compactLog,
  encodeAccountLog,
  keyDigest,
  verifyAccountLog,
} from '@sotto/identity';
import {
  AccountLogSchema,
  create,
  decodeMessage,
  encodeMessage,
  LABELS,
  LIMITS,
  LogEntryBodySchema,
  LogEntrySchema,
  LogSignatureSchema,
  SottoError,
} from '@sotto/wire';
import { logHistory } from '../log-seeds.ts';
import { account } from '../people.ts';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const owner = await account('entry');
  const { states } = await logHistory(owner);
  const { state } = owner;
  const keys = [owner.recovery, owner.device.signingKey].sort((a, b) => Buffer.compare(a.publicKey, b.publicKey));
  const before = keyDigest(state);
  return {
    covers: ['identity verifyAccountLog', 'identity adoptLog'],
    shape: 'protobuf',
    maxBytes: LIMITS.MAX_LOG_ENTRY_BYTES,
    seeds: seedBodies(states, state),
    secrets: keys.map(({ secretKey }) => secretKey),
    run(input) {
      const sets = [keys, ...keys.map((key) => [key])];
      const outcomes = sets.map((signers) => attempt(input, signers));
      mustEqual(keyDigest(state), before, 'the log before is what it was');
      const refusal = outcomes.find((outcome) => outcome !== undefined);
      if (refusal !== undefined && outcomes.every((outcome) => outcome !== undefined)) throw refusal;
      return 'accepted';
    },
  };

  /** The refusal, if it is one. */
  function attempt(body: Uint8Array, signers: readonly KeyPair[]): SottoError | undefined {
    const entries = [...state.entries, signedEntry(state, body, signers)];
    const bytes = encodeMessage(AccountLogSchema, create(AccountLogSchema, { entries }));
    try {
      const next = adoptLog(state, bytes);
      must(next.head.sequence > state.head.sequence, 'an entry takes the log further');
      mustEqual(encodeAccountLog(next), bytes, 'a log has one encoding');
      const compacted = verifyAccountLog(encodeAccountLog(compactLog(next)));
      mustEqual(keyDigest(compacted), keyDigest(next), 'compaction keeps the keys');
      return undefined;
    } catch (error) {
      if (error instanceof SottoError) return error;
      throw error;
    }
  }
}

function signedEntry({ accountId }: AccountState, body: Uint8Array, signers: readonly KeyPair[]): Uint8Array {
  const signatures = signers.map(({ publicKey, secretKey }) =>
    create(LogSignatureSchema, {
      signerKey: publicKey,
      signature: sign({ label: LABELS.logEntrySignature, secretKey, parts: [accountId, body] }),
    }),
  );
  return encodeMessage(LogEntrySchema, create(LogEntrySchema, { body, signatures }));
}

/** The bodies of a whole history, as if each followed `state`. */
function seedBodies(states: readonly AccountState[], state: AccountState): Uint8Array[] {
  const bodies = states.slice(1).map(({ entries }) => {
    const entry = decodeMessage(LogEntrySchema, entries.at(-1) ?? new Uint8Array(0), LIMITS.MAX_LOG_ENTRY_BYTES);
    const body = decodeMessage(LogEntryBodySchema, entry.body, LIMITS.MAX_LOG_ENTRY_BYTES);
    return { ...body, sequence: BigInt(state.head.sequence + 1), previousHash: state.head.hash };
  });
  return bodies
    .filter(({ operation }) => FOLLOWS.has(operation.case))
    .map((body) => encodeMessage(LogEntryBodySchema, body));
}

/** What can follow with the two keys that sign here: new devices and authorities sign for themselves. */
const FOLLOWS: ReadonlySet<string | undefined> = new Set(['setMailboxes']);
