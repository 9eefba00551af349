/** Account logs from a directory that lies: verified, encoded, compacted, compared. */
import {
  adoptLog,
  checkHead,
  compactLog,
  compareLogs,
  encodeAccountLog,
  findDevice,
  keyDigest,
  verifyAccountLog,
} from '@sotto/identity';
import { LIMITS, SottoError } from '@sotto/wire';
import { logBytes, logHistory } from '../log-seeds.ts';
import { account } from '../people.ts';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const history = await logHistory(await account('log'));
  const known = history.states[3] ?? history.compacted;
  const knownBytes = encodeAccountLog(known);
  const names = [
    'verifyAccountLog',
    'encodeAccountLog',
    'adoptLog',
    'compareLogs',
    'checkHead',
    'compactLog',
    'keyDigest',
    'findDevice',
  ];
  return {
    covers: names.map((name) => `identity ${name}`),
    shape: 'protobuf',
    maxBytes: LIMITS.MAX_LOG_BYTES + 16,
    seeds: logBytes(history),
    run(input) {
      const state = verifyAccountLog(input);
      mustEqual(encodeAccountLog(state), input, 'a log has one encoding');
      const compacted = verifyAccountLog(encodeAccountLog(compactLog(state)), { accountId: state.accountId });
      mustEqual(keyDigest(compacted), keyDigest(state), 'compaction does not change whose keys there are');
      must(compacted.head.sequence === state.head.sequence, 'compaction does not change the head');
      must(compareLogs(state, compacted) === 'same', 'a compacted log is the same log');
      checkHead(state, compacted.head);
      for (const { deviceId } of state.devices) must(findDevice(state, deviceId) !== undefined, 'a device is found');
      offer(input);
      mustEqual(encodeAccountLog(known), knownBytes, 'what is known is not changed by what is offered');
      return 'accepted';
    },
  };

  function offer(bytes: Uint8Array): void {
    try {
      const adopted = adoptLog(known, bytes);
      must(adopted.head.sequence >= known.head.sequence, 'a log never goes back');
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
    }
  }
}
