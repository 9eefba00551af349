/** Records of a person's database, once opened: the input is read as every kind of record. */
import { SottoError } from '@sotto/wire';
import { decodeField, encodeField, type Field } from '../../../packages/storage/src/field.ts';
import * as layouts from '../../../packages/storage/src/record-layouts.ts';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, mustEqual, type Verdict } from '../target.ts';

/** Every layout, by name; the lists of words beside them are none. */
const FIELDS = Object.entries(layouts).flatMap(([name, layout]) =>
  'read' in layout ? [{ name, field: layout as Field<unknown> }] : [],
);

export function openTarget(): FuzzTarget {
  const random = randomFrom('records');
  const accountId = random(32);
  const ref = { accountId, deviceId: random(16) };
  const samples: readonly (readonly [unknown, object])[] = [
    [layouts.setting, { name: 'a name', value: random(40) }],
    [layouts.prekey, { kind: 'one-time', id: 9, createdAtMs: 1, mailbox: 'somewhere', secret: random(97) }],
    [
      layouts.contact,
      {
        accountId,
        status: 'contact',
        name: 'a',
        claimedName: 'b',
        accountLog: random(90),
        acceptedKeys: random(32),
        addedAtMs: 5,
      },
    ],
    [layouts.session, { id: random(32), ...ref, generation: 1, createdAtMs: 2, lastOpenedAtMs: 3, state: random(50) }],
    [
      layouts.stream,
      { conversation: accountId, deviceId: ref.deviceId, sequence: 4, hash: random(32), missing: [1, 2, 300] },
    ],
    [layouts.peerDevice, { ...ref, bundleNumber: 1, ourAddressNumber: 2, seenHead: { sequence: 3, hash: random(32) } }],
  ];
  return {
    covers: [],
    shape: 'bytes',
    maxBytes: 2_048,
    seeds: samples.map(([field, value]) => encodeField(field as Field<unknown>, value)),
    words: [Uint8Array.of(0x80, 0x00), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f)],
    run,
  };
}

function run(input: Uint8Array): Verdict {
  let refusal: SottoError | undefined;
  let accepted = false;
  for (const { name, field } of FIELDS) {
    try {
      mustEqual(encodeField(field, decodeField(field, input)), input, `a ${name} has one encoding`);
      accepted = true;
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      refusal = error;
    }
  }
  if (!accepted && refusal) throw refusal;
  return 'accepted';
}
