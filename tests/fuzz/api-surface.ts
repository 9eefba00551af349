/**
 * Which exported names must have a target: decided by their verb, from the committed API lists (`packages/<name>/api`).
 *
 * The house has one word for each thing that reads what others made (decode, parse, verify, open …) and one for each that
 * makes (encode, format, sign, seal …). A name with another word is asked about: it belongs into one of the two lists.
 */

export const PACKAGES = ['wire', 'crypto', 'identity', 'network'] as const;

/** Reads what somebody else made, or judges it. */
const READERS =
  /^(decode|parse|verify|open|trace[A-Z]|accept$|adopt[A-Z]|check[A-Z]|compare[A-Z]|remove[A-Z]|as[A-Z]|find|mailboxKey$|derive(Topic)$|FrameDecoder$|createMailboxServer$|createNetwork$|recoveryKey$|recoveryWordsFault$|networkPrefix$)|Schema$/;
/** Makes something from what is ours, or is a constant. */
const MAKERS =
  /^(encode|format|create|sign|seal|initiate|prove|to[A-Z]|linkFor|checkpointOf|append|compactLog|keyDigest|deriveDeviceId|safety|concatBytes|compareBytes|equal|hash|initial|envelopeId|identityKeyPair|wipe|pad|change|accountIdOf$|rejoin|[A-Z][A-Z_0-9]+$)|Error$|(Kind|Code)$|Provider$/;
/** Makers that begin like readers, or hold what we made ourselves. */
const OURS = new Set([
  'compareBytes',
  'KeyPair',
  'Secret',
  'AuthorityKind',
  'TopicKind',
  'WritableTopics',
  'create',
  'platformRandom',
  'addPasskey',
  'removePasskey',
]);

export type ApiRole = 'reader' | 'maker' | 'unknown';

export function roleOf(name: string): ApiRole {
  if (OURS.has(name)) return 'maker';
  if (READERS.test(name)) return 'reader';
  return MAKERS.test(name) ? 'maker' : 'unknown';
}

/** Names of the values of an API list. */
export function exportedValues(list: string): string[] {
  return list.split('\n').flatMap((line) => (line.startsWith('value ') ? [line.slice('value '.length)] : []));
}
