/** Somebody who seals whatever they like in a session that they have: their own client is not asked. */
import { createEnvelope, decodeEnvelope, encodeEnvelope } from '@sotto/crypto';
import { encodeAccountLog } from '@sotto/identity';
import type { SeededPrng } from '@sotto/testkit';
import {
  type AddressBody,
  create,
  encodeMessage,
  LIMITS,
  PlaintextSchema,
  parseMailboxAddress,
  type Topic,
} from '@sotto/wire';
import type { ClientParts } from '../src/client-parts.ts';
import { type ContentFields, encodeContent } from '../src/content/content.ts';
import { type DeviceLink, type LinkedSession, withSession } from '../src/device-link.ts';
import { sealIntroductionPayload, sealRatchetPayload } from '../src/payload.ts';

export class MaliciousContact {
  readonly #parts: ClientParts;
  readonly #prng: SeededPrng;
  #link: DeviceLink;

  private constructor(parts: ClientParts, link: DeviceLink, prng: SeededPrng) {
    this.#parts = parts;
    this.#link = link;
    this.#prng = prng;
  }

  /** `parts`: of the client of the attacker, who has a session with the victim, or has just started one. */
  static async take(parts: ClientParts, victim: string, prng: SeededPrng): Promise<MaliciousContact> {
    const { contacts, links } = parts.context;
    const contact = contacts.find(victim);
    const [device] = contacts.devices(contact);
    if (device === undefined) throw new TypeError('the victim has no device');
    return new MaliciousContact(parts, await links.load(contact.accountId, device.deviceId), prng);
  }

  /** The address that the attacker would honestly give. */
  honestAddress(): AddressBody {
    const { accountId, deviceId } = this.#link.record;
    const topic = this.#parts.context.topics.forPeer(accountId, deviceId);
    if (topic === undefined) throw new TypeError('no topic for the victim');
    return this.#parts.address.forTopic(topic, { sequence: 0, hash: new Uint8Array(0) });
  }

  async sealContent(content: ContentFields, address?: AddressBody): Promise<Uint8Array> {
    return await this.sealParts(encodeContent(content), address);
  }

  async sealParts(content: Uint8Array, address?: AddressBody): Promise<Uint8Array> {
    const plaintext = create(PlaintextSchema, { content, ...(address ? { address } : {}) });
    return await this.seal(encodeMessage(PlaintextSchema, plaintext));
  }

  /** An envelope with this plaintext, sealed as the protocol wants it. */
  async seal(plaintext: Uint8Array): Promise<Uint8Array> {
    const { address, introduction } = this.#link.record;
    const place = address ?? introduction;
    const [entry] = this.#link.sessions;
    if (place === undefined || entry === undefined) throw new TypeError('no session with the victim');
    const sealed = await this.#payload(entry, plaintext, place.topic);
    this.#link = withSession(this.#link, { ...entry, session: sealed.next });
    const { topic } = place;
    const ttlSeconds = LIMITS.DEFAULT_TTL_SECONDS;
    return encodeEnvelope(createEnvelope({ topic, payload: sealed.payload, ttlSeconds }));
  }

  /** Puts an envelope where the victim reads it. */
  async deposit(envelope: Uint8Array): Promise<void> {
    const { address, introduction } = this.#link.record;
    const place = address ?? introduction;
    if (place === undefined) throw new TypeError('nowhere to put it');
    const { id: envelopeId } = decodeEnvelope(envelope);
    const { depositor } = this.#parts.context.network;
    for (const text of place.mailboxes) {
      await depositor.put({ ...place, mailbox: parseMailboxAddress(text), envelopeId, envelope });
    }
  }

  async #payload({ session }: LinkedSession, plaintext: Uint8Array, topic: Topic) {
    const { introduction } = this.#link.record;
    if (session.pendingInitial === undefined) return sealRatchetPayload(session, plaintext, this.#prng);
    if (introduction === undefined) throw new TypeError('nobody to introduce to');
    const { own } = this.#parts.context;
    return await sealIntroductionPayload({
      session,
      plaintext,
      random: this.#prng,
      topic,
      recipientKey: introduction.signedPrekey,
      accountLog: encodeAccountLog(own.state),
      deviceId: own.deviceId,
    });
  }
}
