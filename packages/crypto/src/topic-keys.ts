/**
 * Topics and the keys that own them (specs/06 §3; attacks E5, E6).
 *
 * A topic is a hash of its keys and a salt: nobody can open a topic that somebody else was given, and topics of one
 * person share no bytes.
 */
import { asTopic, DecodeError, LABELS, type Topic, TopicKind } from '@sotto/wire';
import { KEY_BYTES } from './key-lengths.ts';
import type { KeyPair } from './key-pair.ts';
import type { ProviderOption, RandomBytes } from './provider.ts';
import { drawBytes } from './random-bytes.ts';
import { hashLabelled, signingKeyPair } from './signature.ts';

export const TOPIC_SALT_BYTES = 16;

export interface TopicKeys {
  readonly topic: Topic;
  readonly kind: TopicKind;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Ed25519: subscribes, fetches, acknowledges, closes. Never leaves its owner. */
  readonly readKey: KeyPair;
  /** Ed25519: deposits. Given to the contact. */
  readonly writeKey: KeyPair;
}

export interface DeriveTopicOptions {
  readonly kind: TopicKind;
  /** Public keys, 32 bytes each. */
  readonly readKey: Uint8Array;
  readonly writeKey: Uint8Array;
  readonly salt: Uint8Array;
}

/** @throws {DecodeError} `unknown-type` for another kind, `wrong-length` for another salt */
export function deriveTopic({ kind, readKey, writeKey, salt }: DeriveTopicOptions): Topic {
  if (kind !== TopicKind.QUEUE && kind !== TopicKind.LOG) throw new DecodeError('unknown-type', 'topic kind');
  if (salt.length !== TOPIC_SALT_BYTES) throw new DecodeError('wrong-length', 'topic salt');
  return asTopic(hashLabelled(LABELS.topic, kind, readKey, writeKey, salt));
}

export interface CreateTopicKeysOptions extends ProviderOption {
  readonly kind: TopicKind;
  readonly random: RandomBytes;
}

export function createTopicKeys({ kind, random, ...options }: CreateTopicKeysOptions): TopicKeys {
  const readKey = signingKeyPair(drawBytes(random, KEY_BYTES), options);
  const writeKey = signingKeyPair(drawBytes(random, KEY_BYTES), options);
  const salt = drawBytes(random, TOPIC_SALT_BYTES);
  const topic = deriveTopic({ kind, readKey: readKey.publicKey, writeKey: writeKey.publicKey, salt });
  return { topic, kind, salt, readKey, writeKey };
}
