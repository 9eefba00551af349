/** What a contact seals: content, control content and delivery addresses, as the client reads them. */
import { DELETION, EDIT, REACTION, TEXT, TIMER } from '@sotto/client';
import { asMessageId, asTopic, create, encodeMessage, PlaintextSchema, ReceiptKind } from '@sotto/wire';
import { encodeContent, encodeControlContent } from '../../../packages/client/src/content/content.ts';
import {
  decodeReceipt,
  decodeResendRequest,
  decodeSessionHint,
  RECEIPT,
  RESEND_REQUEST,
  receiptContent,
  resendRequestContent,
  SESSION_HINT,
  sessionHintContent,
} from '../../../packages/client/src/content/control.ts';
import { knownTypes } from '../../../packages/client/src/content/known-types.ts';
import { readPlaintext } from '../../../packages/client/src/plaintext.ts';
import { mailboxAddress, NOW_MS, randomFrom } from '../people.ts';
import { type FuzzTarget, must, mustEqual, type Verdict } from '../target.ts';

const TYPES = knownTypes();

export function openTarget(): FuzzTarget {
  const random = randomFrom('plaintext');
  const stamp = { messageId: asMessageId(random(16)), clock: 5, sentAtMs: NOW_MS };
  const message = {
    ...stamp,
    sequence: 2,
    previousHash: random(32),
    type: TEXT.type,
    typeVersion: 1,
    fallback: 'hello',
  };
  const target = asMessageId(random(16));
  const contents = [
    encodeContent({ ...message, body: TEXT.encode({ text: 'hello' }) }),
    encodeContent({ ...message, body: TEXT.encode({ text: 'hi', replyTo: target }), expiresAfterSeconds: 60 }),
    encodeContent({ ...message, type: EDIT.type, body: EDIT.encode({ target, text: 'hello!' }) }),
    encodeContent({ ...message, type: REACTION.type, body: REACTION.encode({ target, emoji: '👍', isRemoved: true }) }),
    encodeContent({ ...message, type: DELETION.type, body: DELETION.encode({ target }) }),
    encodeContent({ ...message, type: TIMER.type, body: TIMER.encode({ seconds: 3_600 }) }),
    encodeControlContent(receiptContent(ReceiptKind.READ, [random(16)]), stamp),
    encodeControlContent(resendRequestContent({ sequences: [1, 2, 3], sessionLost: true }), stamp),
    encodeControlContent(sessionHintContent(4), stamp),
  ];
  const address = {
    mailboxes: [mailboxAddress(1), mailboxAddress(2)],
    topic: asTopic(random(32)),
    writeKey: random(32),
    peerId: '12D3KooW',
    directAddresses: ['/ip4/192.0.2.9/tcp/4001'],
    number: 3n,
    name: 'Ada',
    ourHeadSequence: 1n,
    ourHeadHash: random(32),
  };
  return {
    covers: [],
    shape: 'protobuf',
    maxBytes: 66_000,
    seeds: [
      ...contents.map((content) => encodeMessage(PlaintextSchema, create(PlaintextSchema, { content }))),
      encodeMessage(PlaintextSchema, create(PlaintextSchema, { address })),
    ],
    run,
  };
}

/** Reading never throws: what cannot be read of a plaintext is dropped. */
function run(input: Uint8Array): Verdict {
  const { content, contentBytes, address } = readPlaintext(input);
  if (address)
    must(address.record.mailboxes.length <= 8 && address.record.writeKey.length === 32, 'an address keeps its bounds');
  if (content === undefined) return address === undefined ? 'refused' : 'accepted';
  must(Number.isSafeInteger(content.sequence) && Number.isSafeInteger(content.clock), 'numbers are exact');
  must(!Number.isNaN(new Date(content.sentAtMs).getTime()), 'a time can be shown');
  must(typeof TYPES.describe(content) === 'string', 'content of any type has a text');
  must((TYPES.target(content)?.length ?? 16) === 16, 'a target is an id');
  must((content.expiresAfterSeconds ?? 1) <= 2_592_000, 'a timer keeps its bound');
  mustEqual(contentBytes.subarray(0, 2), Uint8Array.of(0x08, 0x01), 'content starts with its version');
  if (content.type === RECEIPT) decodeReceipt(content.body);
  else if (content.type === RESEND_REQUEST) decodeResendRequest(content.body);
  else if (content.type === SESSION_HINT) decodeSessionHint(content.body);
  return 'accepted';
}
