/** Padding of payloads (attack B14). */
import { padToBucket, removePadding } from '@sotto/wire';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export function openTarget(): FuzzTarget {
  const contents = [0, 1, 511, 512, 4_095].map((length) => new Uint8Array(length).fill(0x80));
  return {
    covers: ['wire removePadding', 'wire padToBucket', 'wire paddedSize'],
    shape: 'bytes',
    maxBytes: 8_192,
    seeds: contents.map((content) => padToBucket(content, 0)),
    run(input) {
      const content = removePadding(input);
      mustEqual(content, input.subarray(0, content.length), 'what is padded comes first');
      must(input[content.length] === 0x80, 'the mark comes next');
      mustEqual(removePadding(padToBucket(content, 16)), content, 'what is padded again is the same');
      return 'accepted';
    },
  };
}
