/** Device keys at rest. */
import { createDeviceKeys, decodeDeviceKeys, encodeDeviceKeys } from '@sotto/identity';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, mustEqual, type Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  return {
    covers: ['identity decodeDeviceKeys', 'identity encodeDeviceKeys'],
    shape: 'bytes',
    maxBytes: 256,
    seeds: [encodeDeviceKeys(await createDeviceKeys(randomFrom('device keys')))],
    async run(input): Promise<Verdict> {
      mustEqual(encodeDeviceKeys(await decodeDeviceKeys(input)), input, 'device keys have one encoding');
      return 'accepted';
    },
  };
}
