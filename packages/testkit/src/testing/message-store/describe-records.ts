/** Every record kind: what is put is found again, byte for byte, is replaced by its key, and is deleted. */
import type { MessageStore, StoreChange } from '@sotto/ports';
import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

interface RecordCase {
  readonly name: string;
  /** Variants of one record with the same key: minimal, complete, changed. */
  readonly variants: readonly object[];
  readonly put: (record: never) => StoreChange;
  readonly get: (store: MessageStore) => Promise<unknown>;
  readonly remove?: StoreChange;
}

const make = new RecordFactory('records');

function settingCase(): RecordCase {
  const setting = make.setting({ value: new Uint8Array(0) });
  const largest = { ...setting, value: make.bytes(LIMITS.MAX_SETTING_BYTES) };
  return {
    name: 'setting',
    variants: [setting, largest],
    put: (record) => ({ kind: 'put-setting', record }),
    get: async (store) => {
      const value = await store.setting(setting.name);
      return value && { name: setting.name, value };
    },
    remove: { kind: 'delete-setting', name: setting.name },
  };
}

function prekeyCase(): RecordCase {
  const prekey = make.prekey({ kind: 'signed', id: 0xffff_ffff });
  return {
    name: 'prekey',
    variants: [prekey, { ...prekey, retiredAtMs: make.timeMs(), mailbox: make.mailbox() }, prekey],
    put: (record) => ({ kind: 'put-prekey', record }),
    get: (store) => store.prekey(prekey.kind, prekey.id),
    remove: { kind: 'delete-prekey', prekey },
  };
}

function contactCase(): RecordCase {
  const contact = make.contact({ status: 'request', claimedName: '' });
  const verified = { ...contact, status: 'contact', name: 'Ðada 🦉 é', verifiedKeys: make.bytes(32) } as const;
  return {
    name: 'contact',
    variants: [contact, verified, { ...contact, status: 'blocked' }],
    put: (record) => ({ kind: 'put-contact', record }),
    get: (store) => store.contact(contact.accountId),
  };
}

function peerDeviceCase(): RecordCase {
  const device = make.peerDevice();
  const { accountId, deviceId } = device;
  return {
    name: 'peer device',
    variants: [device, make.knownPeerDevice({ accountId, deviceId }), device],
    put: (record) => ({ kind: 'put-peer-device', record }),
    get: (store) => store.peerDevice(accountId, deviceId),
  };
}

function sessionCase(): RecordCase {
  const session = make.session();
  return {
    name: 'session',
    variants: [session, { ...session, generation: 2, lastOpenedAtMs: make.timeMs(), state: make.bytes(60_000) }],
    put: (record) => ({ kind: 'put-session', record }),
    get: (store) => store.session(session.id),
    remove: { kind: 'delete-session', id: session.id },
  };
}

function noticeCase(): RecordCase {
  const notice = make.notice();
  const { conversation, noticeId } = notice;
  const { deviceId: _, ...ofAccount } = { ...notice, kind: 'a word of tomorrow', kindVersion: 7 };
  return {
    name: 'notice',
    variants: [notice, ofAccount],
    put: (record) => ({ kind: 'put-notice', record }),
    get: async (store) => (await store.notices(conversation, 1))[0],
    remove: { kind: 'delete-notice', conversation, noticeId },
  };
}

function topicCase(): RecordCase {
  const topic = make.topic();
  const { peer: _, ...intro } = { ...topic, purpose: 'intro' as const, mailboxes: [], retiredAtMs: make.timeMs() };
  return {
    name: 'topic',
    variants: [topic, intro, topic],
    put: (record) => ({ kind: 'put-topic', record }),
    get: (store) => store.topic(topic.topic),
    remove: { kind: 'delete-topic', topic: topic.topic },
  };
}

function messageCase(): RecordCase {
  const message = make.message({ clock: Number.MAX_SAFE_INTEGER, body: make.bytes(LIMITS.MAX_CONTENT_BYTES) });
  const ours = { ...message, direction: 'out', state: 'failed', failure: 'unreachable', clock: 0 } as const;
  return {
    name: 'message',
    variants: [
      message,
      ours,
      { ...message, visibility: 'effect', target: make.messageId() },
      { ...message, expiresAfterSeconds: 5, expiresAtMs: make.timeMs() },
      { ...message, body: new Uint8Array(0), fallback: '', visibility: 'gone' },
    ],
    put: (record) => ({ kind: 'put-message', record }),
    get: (store) => store.message(message.conversation, message.messageId),
  };
}

function conversationCase(): RecordCase {
  const record = make.conversation();
  const { conversation } = record;
  return {
    name: 'conversation',
    variants: [{ conversation }, record, { conversation, draft: { text: '', changedAtMs: 1 } }],
    put: (changed) => ({ kind: 'put-conversation', record: changed }),
    get: (store) => store.conversation(conversation),
  };
}

function outboxCase(): RecordCase {
  const row = make.outbox({ envelope: make.bytes(LIMITS.MAX_ENVELOPE_BYTES) });
  const { messageId: _, ...control } = { ...row, sequence: 0, status: 'failed' as const, failure: 'quota' };
  return {
    name: 'outbox row',
    variants: [row, { ...row, status: 'custody', attempts: 3, nextAttemptAtMs: make.timeMs() }, control],
    put: (record) => ({ kind: 'put-outbox', record }),
    get: (store) => store.outboxEntry(row.envelopeId),
    remove: { kind: 'delete-outbox', envelopeId: row.envelopeId },
  };
}

function unsealedCase(): RecordCase {
  const record = make.unsealed();
  const { conversation, messageId } = record;
  return {
    name: 'unsealed message',
    variants: [record, { ...record, sequence: 77, content: make.bytes(4_000) }],
    put: (changed) => ({ kind: 'put-unsealed', record: changed }),
    get: async (store) => (await store.unsealed(conversation))[0],
    remove: { kind: 'delete-unsealed', conversation, messageId },
  };
}

function streamCase(): RecordCase {
  const stream = make.stream();
  return {
    name: 'stream',
    variants: [stream, { ...stream, sequence: 4_000, missing: Array.from({ length: 2_000 }, (_, i) => i * 2) }],
    put: (record) => ({ kind: 'put-stream', record }),
    get: (store) => store.stream(stream.conversation, stream.deviceId),
  };
}

function seenEnvelopeCase(): RecordCase {
  const seen = make.seenEnvelope();
  const { receipt: _, ...control } = { ...seen, deliveryProof: new Uint8Array(0), expiresAtMs: seen.expiresAtMs + 1 };
  return {
    name: 'seen envelope',
    variants: [seen, control, seen],
    put: (record) => ({ kind: 'put-seen-envelope', record }),
    get: (store) => store.seenEnvelope(seen.envelopeId),
  };
}

const CASES: readonly RecordCase[] = [
  settingCase(),
  prekeyCase(),
  contactCase(),
  peerDeviceCase(),
  sessionCase(),
  noticeCase(),
  topicCase(),
  messageCase(),
  conversationCase(),
  outboxCase(),
  unsealedCase(),
  streamCase(),
  seenEnvelopeCase(),
];

export function describeRecords(current: CurrentStore): void {
  describe.each(CASES)('a $name', ({ variants, put, get, remove }) => {
    test('is found as it was put, every variant replacing the one before, also after reopening', async () => {
      let { store } = current();
      expect(await get(store)).toBeUndefined();
      for (const variant of variants) {
        await store.commit([put(variant as never)]);
        expect(await get(store)).toStrictEqual(variant);
        store = await current().reopen();
        expect(await get(store)).toStrictEqual(variant);
      }
    });

    test('is not the caller’s object: changing what was put or got changes nothing', async () => {
      const { store } = current();
      const given = structuredClone(variants[0]) as Record<string, unknown>;
      await store.commit([put(given as never)]);
      const spoil = (record: object) => {
        for (const value of Object.values(record)) if (value instanceof Uint8Array) value.fill(0xee);
      };
      spoil(given);
      spoil((await get(store)) as object);
      expect(await get(store)).toStrictEqual(variants[0]);
    });

    if (remove === undefined) return;
    test('is gone once deleted, and deleting it again is no error', async () => {
      let { store } = current();
      await store.commit([put(variants[0] as never)]);
      for (let time = 0; time < 2; time++) {
        await store.commit([remove]);
        expect(await get(store)).toBeUndefined();
      }
      store = await current().reopen();
      expect(await get(store)).toBeUndefined();
    });
  });

  test('records that differ in one part of their key are different records', async () => {
    const { store } = current();
    const [first, second] = [make.accountId(), make.accountId()];
    const [phone, laptop] = [make.deviceId(), make.deviceId()];
    const devices = [first, second].flatMap((accountId) =>
      [phone, laptop].map((deviceId) => make.peerDevice({ accountId, deviceId })),
    );
    const messageId = make.messageId();
    const messages = [first, second].map((conversation) => make.message({ conversation, messageId }));
    const prekeys = (['signed', 'kem', 'one-time'] as const).map((kind) => make.prekey({ kind, id: 1 }));
    await store.commit([
      ...devices.map((record) => ({ kind: 'put-peer-device', record }) as const),
      ...messages.map((record) => ({ kind: 'put-message', record }) as const),
      ...prekeys.map((record) => ({ kind: 'put-prekey', record }) as const),
    ]);
    for (const device of devices) {
      expect(await store.peerDevice(device.accountId, device.deviceId)).toStrictEqual(device);
    }
    for (const message of messages) {
      expect(await store.message(message.conversation, messageId)).toStrictEqual(message);
    }
    for (const prekey of prekeys) expect(await store.prekey(prekey.kind, 1)).toStrictEqual(prekey);
  });
}
