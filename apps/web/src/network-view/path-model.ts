/**
 * What the picture of the network shows: points, the lines between them and you, and each in words. Pure. What is not told
 * by the client is not drawn.
 */
import type { ContactView, PeerStatus, StatusReport } from '@sotto/client';
import type { Translator } from '../i18n/translator.ts';

/** Contacts that are drawn; the rest is counted. */
export const MAX_CONTACTS = 6;
const MAX_MAILBOXES = 6;

export interface PicturePoint {
  /** The contact; another point has its kind and address, since one node may be mailbox and relay. */
  readonly id: string;
  readonly kind: 'mailbox' | 'relay' | 'contact';
  /** Whether there is a connection. */
  readonly isOpen: boolean;
  /** Untrusted for a contact. */
  readonly name: string;
  /** How the connection runs; only of contacts. */
  readonly path?: PeerStatus['path'];
  /** What stands below the name: how the connection runs. */
  readonly label?: string;
  /** For whoever does not see the picture. */
  readonly text: string;
}

export interface PictureModel {
  readonly mailboxes: readonly PicturePoint[];
  readonly relays: readonly PicturePoint[];
  readonly contacts: readonly PicturePoint[];
  /** Contacts that are not drawn. */
  readonly more: number;
}

export function pictureOf(status: StatusReport, contacts: readonly ContactView[], { t }: Translator): PictureModel {
  // Who is connected comes first, so that no open path is left out.
  const sorted = contacts
    .filter(({ status: standing }) => standing === 'contact')
    .map((contact) => ({ contact, peer: status.peers.find((peer) => peer.contact === contact.id) }))
    .sort((a, b) => Number(b.peer !== undefined) - Number(a.peer !== undefined));
  return {
    mailboxes: status.mailboxes.slice(0, MAX_MAILBOXES).map(({ address, reachable }, i): PicturePoint => {
      const name = t('network.paths.mailbox', { number: i + 1 });
      const text = t(`network.paths.mailbox.${reachable ? 'open' : 'closed'}`, { name });
      return { id: `mailbox ${address}`, kind: 'mailbox', isOpen: reachable, name, text };
    }),
    relays: status.relays.map(({ address, isReserved }, i): PicturePoint => {
      const name = t('network.paths.relay', { number: i + 1 });
      const text = t(`network.paths.relay.${isReserved ? 'open' : 'closed'}`, { name });
      return { id: `relay ${address}`, kind: 'relay', isOpen: isReserved, name, text };
    }),
    contacts: sorted.slice(0, MAX_CONTACTS).map(({ contact: { id, name }, peer }): PicturePoint => {
      const point = { id, kind: 'contact', isOpen: peer !== undefined, name } as const;
      if (peer === undefined) return { ...point, text: t('network.paths.contact.far', { name }) };
      const path = pathText(peer, t);
      return { ...point, path: peer.path, label: path, text: t('network.paths.contact.direct', { name, path }) };
    }),
    more: Math.max(0, sorted.length - MAX_CONTACTS),
  };
}

/** `WebRTC · 8 ms`; the round trip only when it was measured. */
export function pathText({ path, roundTripMs }: Pick<PeerStatus, 'path' | 'roundTripMs'>, t: Translator['t']): string {
  const kind = t(`network.path.${path}`);
  return roundTripMs === undefined ? kind : t('network.path.trip', { path: kind, ms: Math.round(roundTripMs) });
}
