/** The address of whoever connects, as the socket tells it: what rate limits count it as. */
import { isIP } from 'node:net';
import { networkPrefix } from '@sotto/network';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  return {
    covers: ['network networkPrefix'],
    shape: 'text',
    maxBytes: 256,
    seeds: textInputs('192.0.2.7', '::ffff:192.0.2.7', '2001:db8:0:1:2:3:4:5', 'fe80::1%eth0', '::1', '2001:db8::'),
    words: textInputs(':', '::', '%', '.', '0', 'ffff'),
    run(input) {
      const address = textOf(input);
      const prefix = networkPrefix(address);
      must(prefix.split(':').length <= 4, 'a prefix has at most four groups');
      must(isIP(address) === 0 || networkPrefix(prefix) === prefix, 'the prefix of an address is its own prefix');
      return 'accepted';
    },
  };
}
