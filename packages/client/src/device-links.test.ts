import { asAccountId, asDeviceId, asSessionId } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { emptyLink } from './device-link.ts';
import { DeviceLinks } from './device-links.ts';
import { isEnvelopeFault } from './envelope-fault.ts';
import { encodeTrace, NO_TRACE } from './session-trace.ts';

const accountId = asAccountId(new Uint8Array(32));
const deviceId = asDeviceId(new Uint8Array(16));

function linksWith(state: Uint8Array, trace = encodeTrace(NO_TRACE)): DeviceLinks {
  const id = asSessionId(new Uint8Array(32));
  const session = { id, accountId, deviceId, generation: 1, createdAtMs: 1, lastOpenedAtMs: 1, state };
  return new DeviceLinks({
    peerDevice: async () => emptyLink(accountId, deviceId).record,
    sessions: async () => [session],
    sessionTrace: async () => ({ sessionId: id, trace }),
  });
}

describe('a stored session that cannot be read', () => {
  for (const [name, state] of [
    ['of another version', new Uint8Array(600).fill(1, 0, 1)],
    ['that is cut', Uint8Array.of(2, 0)],
  ] as const) {
    it(`${name} is a fault of the store, so that no envelope is thrown away for it`, async () => {
      const error: unknown = await linksWith(state)
        .load(accountId, deviceId)
        .catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'corrupt-record' });
      expect(isEnvelopeFault(error)).toBe(false);
    });
  }
});
