/**
 * Every domain-separation label of the project, in one place (specs/00 §4; attacks A5, B11).
 *
 * A label is used for exactly one purpose. A test checks that they are unique and that no label is a prefix of another
 * once encoded, and that no other file spells one out.
 */
export const LABELS = {
  // identity
  accountId: 'sotto/1/account-id',
  deviceId: 'sotto/1/device-id',
  logEntryHash: 'sotto/1/log-entry-hash',
  logEntrySignature: 'sotto/1/log-entry-signature',
  recoveryKey: 'sotto/1/recovery-key',
  genesisSalt: 'sotto/1/genesis-salt',
  keyDigest: 'sotto/1/key-digest',
  signedPrekeySignature: 'sotto/1/signed-prekey-signature',
  kemPrekeySignature: 'sotto/1/kem-prekey-signature',
  oneTimePrekeySignature: 'sotto/1/one-time-prekey-signature',
  bundleSignature: 'sotto/1/bundle-signature',
  linkChecksum: 'sotto/1/link-checksum',
  safetyNumber: 'sotto/1/safety-number',
  // handshake and ratchet
  pqxdhSecret: 'sotto/1/pqxdh-secret',
  pqxdhAssociatedData: 'sotto/1/pqxdh-associated-data',
  sessionId: 'sotto/1/session-id',
  initialReplay: 'sotto/1/initial-replay',
  ratchetRoot: 'sotto/1/ratchet-root',
  ratchetRootHybrid: 'sotto/1/ratchet-root-hybrid',
  pqRatchetSecret: 'sotto/1/pq-ratchet-secret',
  ratchetChain: 'sotto/1/ratchet-chain',
  ratchetMessage: 'sotto/1/ratchet-message',
  headerCommitment: 'sotto/1/header-commitment',
  headerSeal: 'sotto/1/header-seal',
  packetPosition: 'sotto/1/packet-position',
  sealToStranger: 'sotto/1/seal-to-stranger',
  // envelopes and mailboxes
  envelopeId: 'sotto/1/envelope-id',
  topic: 'sotto/1/topic',
  depositProof: 'sotto/1/deposit-proof',
  ownerProof: 'sotto/1/owner-proof',
  custodyReceiptLeaf: 'sotto/1/custody-receipt-leaf',
  custodyReceiptNode: 'sotto/1/custody-receipt-node',
  custodyReceiptSignature: 'sotto/1/custody-receipt-signature',
  prekeyUploadSignature: 'sotto/1/prekey-upload-signature',
  // conversations
  contentHash: 'sotto/1/content-hash',
  deliveryProof: 'sotto/1/delivery-proof',
  // keys at rest
  vaultWrap: 'sotto/1/vault-wrap',
  vaultPasskey: 'sotto/1/vault-passkey',
  storeRowKey: 'sotto/1/store-row-key',
  storeTagKey: 'sotto/1/store-tag-key',
  storeRow: 'sotto/1/store-row',
  storeTag: 'sotto/1/store-tag',
} as const;

export type Label = (typeof LABELS)[keyof typeof LABELS];
