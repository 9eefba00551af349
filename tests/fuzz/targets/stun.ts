/** Datagrams that anybody sends to the STUN server. The first byte chooses the sender's address. */
import { stunAnswer } from '@sotto/mailbox';
import { joinedBytes, sameBytes } from '../joined-bytes.ts';
import { type FuzzTarget, must } from '../target.ts';

const SENDERS = ['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', 'fe80::1%eth0', '::'];
const MAX_ANSWER_BYTES = 48;
const HEADER_BYTES = 20;

/** A binding request with these attribute bytes. */
function request(...attributes: number[]): Uint8Array {
  const id = Array.from({ length: 12 }, (_, i) => i + 1);
  return Uint8Array.from([0, 1, 0, attributes.length, 0x21, 0x12, 0xa4, 0x42, ...id, ...attributes]);
}

export function openTarget(): FuzzTarget {
  const requests = [
    request(),
    request(0x80, 0x22, 0, 3, 1, 2, 3, 0),
    request(0, 6, 0, 1, 9, 0, 0, 0, 0x7f, 0xff, 0, 0),
  ];
  return {
    covers: [],
    shape: 'bytes',
    maxBytes: 600,
    seeds: requests.flatMap((bytes) => SENDERS.map((_, sender) => joinedBytes(Uint8Array.of(sender), bytes))),
    run(input) {
      const datagram = input.subarray(1);
      const address = SENDERS[(input[0] ?? 0) % SENDERS.length] ?? '';
      const answer = stunAnswer(datagram, { address, port: 40_000 });
      if (answer === undefined) return 'refused';
      must(answer.length <= MAX_ANSWER_BYTES, 'an answer is short');
      must(sameBytes(answer.subarray(4, HEADER_BYTES), datagram.subarray(4, HEADER_BYTES)), 'it is to this question');
      must(((answer[2] ?? 0) << 8) + (answer[3] ?? 0) === answer.length - HEADER_BYTES, 'it says how long it is');
      return 'accepted';
    },
  };
}
