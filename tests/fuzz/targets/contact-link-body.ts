/** Contact links with the right checksum: the input is what stands in front of it. */
import { hashLabelled } from '@sotto/crypto';
import { formatContactLink, linkFor, parseContactLink } from '@sotto/identity';
import { formatBase32, LABELS, parseBase32 } from '@sotto/wire';
import { joinedBytes } from '../joined-bytes.ts';
import { account } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';

const CHECKSUM_BYTES = 4;

export async function openTarget(): Promise<FuzzTarget> {
  const { state } = await account('link');
  const texts = ['Ada', ''].map((name) => formatContactLink(linkFor(state, name)));
  return {
    covers: ['identity parseContactLink'],
    shape: 'protobuf',
    maxBytes: 2_048,
    seeds: texts.map((text) => parseBase32(text.slice('sotto:'.length)).slice(0, -CHECKSUM_BYTES)),
    run(input) {
      const checksum = hashLabelled(LABELS.linkChecksum, input).subarray(0, CHECKSUM_BYTES);
      const text = `sotto:${formatBase32(joinedBytes(input, checksum))}`;
      must(formatContactLink(parseContactLink(text)) === text, 'a link has one text');
      return 'accepted';
    },
  };
}
