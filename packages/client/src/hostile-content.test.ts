/** Whatever a contact puts into its sessions: the inbox stands, and the session goes on (specs/08 §1; attacks C4, G4). */

import {
  type AddressBody,
  AddressBodySchema,
  asMessageId,
  ContentSchema,
  create,
  encodeMessage,
  PlaintextSchema,
  ReceiptBodySchema,
  ResendRequestBodySchema,
  SessionHintBodySchema,
} from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateOf } from '../tests/inspection.ts';
import { MaliciousContact } from '../tests/malicious-contact.ts';
import { World } from '../tests/world.ts';
import { RECEIPT, RESEND_REQUEST, SESSION_HINT } from './content/control.ts';

const SEED = 20_301;
const RUNS = 250;

const bytes = (max: number) => fc.uint8Array({ maxLength: max });
const uint64 = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const uint32 = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const text = fc
  .oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 100 }))
  .map((value) => value.toWellFormed());
const idOf16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

const body = fc.oneof(
  bytes(200),
  fc
    .record({
      kind: fc.integer({ min: 0, max: 5 }),
      messageIds: fc.array(fc.oneof(idOf16, bytes(40)), { maxLength: 300 }),
    })
    .map((fields) => encodeMessage(ReceiptBodySchema, create(ReceiptBodySchema, fields))),
  fc
    .record({ sequences: fc.array(uint64, { maxLength: 100 }), sessionLost: fc.boolean() })
    .map((fields) => encodeMessage(ResendRequestBodySchema, create(ResendRequestBodySchema, fields))),
  uint64.map((generation) => encodeMessage(SessionHintBodySchema, create(SessionHintBodySchema, { generation }))),
);

const content = fc
  .record({
    version: fc.oneof(fc.constant(1), uint32),
    messageId: fc.oneof({ weight: 4, arbitrary: idOf16 }, { weight: 1, arbitrary: bytes(40) }),
    sequence: uint64,
    previousHash: fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes(70)),
    clock: uint64,
    sentAtMs: uint64,
    type: fc.oneof(
      fc.constantFrom('sotto/text', RECEIPT, RESEND_REQUEST, SESSION_HINT, 'sotto/control/other', 'other'),
      text,
    ),
    typeVersion: uint32,
    body,
    fallback: text,
  })
  .map((fields) => encodeMessage(ContentSchema, create(ContentSchema, fields)));

/** What is changed in an address that is otherwise right. */
const addressChange = fc.record(
  {
    mailboxes: fc.array(fc.oneof(text, fc.constant('/ip4/192.0.2.1/tcp/4001/p2p/12D3Koo')), { maxLength: 20 }),
    topic: bytes(40),
    writeKey: bytes(40),
    peerId: text,
    directAddresses: fc.array(text, { maxLength: 30 }),
    number: uint64,
    name: text,
    ourHeadSequence: uint64,
    ourHeadHash: bytes(40),
    yourHeadSequence: uint64,
    yourHeadHash: bytes(40),
  },
  { requiredKeys: [] },
);

async function attacker(seed: string) {
  const world = new World({ seed });
  const { ada, grace } = await world.friends();
  await ada.send(grace, 'before');
  await grace.send(ada, 'before too');
  await world.pass(60_000);
  await ada.kill();
  await grace.kill();
  const malicious = await MaliciousContact.take(await grace.openParts(), 'ada', world.prng);
  const parts = await ada.openParts();
  const arrival = { mailbox: world.mailboxes[0]?.address ?? '' };
  const receive = async (envelope: Uint8Array) => await parts.inbox.receive(envelope, arrival);
  return { world, ada, malicious, receive };
}

/** What no contact may change by what it says. */
function untouchable({ contacts, prekeys, replays, messages }: ReturnType<typeof stateOf>) {
  return {
    prekeys,
    replays,
    contacts: contacts.map(({ claimedName: _, ...contact }) => contact),
    ours: messages.filter(({ direction }) => direction === 'out').map(({ body, messageId }) => ({ body, messageId })),
  };
}

describe('content of a malicious contact', () => {
  it('C4, G4: in any shape, is stored or dropped, and never throws or breaks the session', async () => {
    const { ada, malicious, receive } = await attacker('content');
    const before = untouchable(stateOf(ada.store));
    await fc.assert(
      fc.asyncProperty(fc.oneof(content, bytes(300)), async (encoded) => {
        expect((await receive(await malicious.sealParts(encoded))).kind).toBe('stored');
      }),
      { seed: SEED, numRuns: RUNS },
    );
    await stillWorks({ ada, malicious, receive, before });
  });

  it('C4, F6: addresses in any shape are taken or ignored, and what comes beside them is read', async () => {
    const { ada, malicious, receive } = await attacker('addresses');
    const before = untouchable(stateOf(ada.store));
    await fc.assert(
      fc.asyncProperty(addressChange, async (change) => {
        const address = create(AddressBodySchema, {
          ...malicious.honestAddress(),
          ...(change as Partial<AddressBody>),
        });
        expect((await receive(await malicious.sealParts(new Uint8Array(0), address))).kind).toBe('stored');
      }),
      { seed: SEED, numRuns: RUNS },
    );
    await stillWorks({ ada, malicious, receive, before });
  });

  it('C4: plaintexts that are no plaintexts are dropped, and the session goes on', async () => {
    const { ada, malicious, receive } = await attacker('plaintexts');
    const before = untouchable(stateOf(ada.store));
    const plaintext = create(PlaintextSchema, { content: new Uint8Array(40), address: malicious.honestAddress() });
    const honest = encodeMessage(PlaintextSchema, plaintext);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          bytes(600),
          fc.tuple(fc.nat(honest.length - 1), fc.nat(255)).map(([at, value]) => honest.with(at, value)),
          fc.nat(honest.length).map((length) => honest.slice(0, length)),
        ),
        async (encoded) => {
          expect((await receive(await malicious.seal(encoded))).kind).toBe('stored');
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    await stillWorks({ ada, malicious, receive, before });
  });
});

/** Nothing of ours was touched, nothing unforeseen happened, and an honest message is read and shown. */
async function stillWorks({
  ada,
  malicious,
  receive,
  before,
}: Pick<Awaited<ReturnType<typeof attacker>>, 'ada' | 'malicious' | 'receive'> & { readonly before: unknown }) {
  expect(untouchable(stateOf(ada.store))).toEqual(before);
  expect(ada.mistakes).toEqual([]);
  const result = await receive(
    await malicious.sealContent({
      messageId: asMessageId(new Uint8Array(16).fill(7)),
      sequence: 2 ** 40,
      previousHash: new Uint8Array(32),
      clock: 1,
      sentAtMs: 1,
      type: 'sotto/text',
      typeVersion: 1,
      body: Uint8Array.of(10, 2, 104, 105),
      fallback: '',
    }),
  );
  expect(result).toMatchObject({ kind: 'stored', message: { type: 'sotto/text' } });
  await ada.restart();
  expect(await ada.texts('grace', 'in')).toContain('hi');
  for (const { sentAtMs } of await ada.views('grace')) expect(Number.isNaN(new Date(sentAtMs).getTime())).toBe(false);
}
