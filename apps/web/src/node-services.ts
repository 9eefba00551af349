/**
 * What the node that serves the page offers: mailboxes, relays, STUN servers, as JSON at `/node.json`.
 *
 * Owns how that answer is read. It comes from the page's own origin, and is still data: bounded, and of known shape.
 */
import { DecodeError, LIMITS, parseMailboxAddress, UnavailableError } from '@sotto/wire';
import { NODE_SERVICES_PATH } from './pwa/bundle-list.ts';

const MAX_CHARACTERS = 16_384;
const NOT_FOUND = 404;
/** Shorter than a browser remembers that the person has pressed something, which a passkey needs after this. */
const PATIENCE_MS = 3_000;

export interface NodeServices {
  readonly mailboxes: readonly string[];
  /** The first three are used. */
  readonly relays: readonly string[];
  /** `stun:host:port` */
  readonly stunServers: readonly string[];
}

export const NO_SERVICES: NodeServices = { mailboxes: [], relays: [], stunServers: [] };

/**
 * Nothing when the page is served by something that is no node.
 * @throws {UnavailableError} `unreachable` without an answer @throws {DecodeError} `malformed` for any other answer
 */
export async function askNode(): Promise<NodeServices> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const options: RequestInit = { cache: 'no-store', credentials: 'omit', redirect: 'error', signal };
  const response = await fetch(NODE_SERVICES_PATH, options).catch((cause) => {
    throw new UnavailableError('unreachable', 'the node that serves this page does not answer', {
      cause,
      hint: 'Start it, then try again.',
    });
  });
  if (response.status === NOT_FOUND) return NO_SERVICES;
  if (!response.ok) {
    throw new UnavailableError('unreachable', 'the node that serves this page does not say what it offers', {
      facts: { status: response.status },
    });
  }
  return readServices(await response.text());
}

/** @throws {DecodeError} `malformed` */
export function readServices(text: string): NodeServices {
  const value = text.length <= MAX_CHARACTERS ? parse(text) : undefined;
  if (typeof value !== 'object' || value === null) throw malformed();
  const { mailboxes, relays, stunServers } = value as Record<string, unknown>;
  return {
    mailboxes: readTexts(mailboxes).map((address) => parseMailboxAddress(address)),
    relays: readTexts(relays).map((address) => parseMailboxAddress(address)),
    stunServers: readTexts(stunServers),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Absent: none. */
function readTexts(value: unknown = []): readonly string[] {
  const isList = Array.isArray(value) && value.length <= LIMITS.MAX_MAILBOXES;
  if (isList && value.every((item): item is string => typeof item === 'string')) return value;
  throw malformed();
}

function malformed(): DecodeError {
  return new DecodeError('malformed', 'the node does not say what it offers as it should');
}
