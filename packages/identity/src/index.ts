/** The public names of `@sotto/identity`. */
export {
  type AccountOperation,
  type Append,
  accountIdOf,
  appendOperation,
  checkpointOf,
  createAccountLog,
  encodeAccountLog,
  type NewAccount,
} from './account-log.ts';
export {
  type ContactLink,
  checkLinkAgainstLog,
  formatContactLink,
  linkFor,
  parseContactLink,
} from './contact-link.ts';
export {
  createDeviceKeys,
  createRotatedKeys,
  type DeviceKeys,
  decodeDeviceKeys,
  deriveDeviceId,
  encodeDeviceKeys,
  toDevice,
} from './device-keys.ts';
export { keyDigest } from './key-digest.ts';
export { compactLog } from './log-compaction.ts';
export { adoptLog, checkHead, compareLogs, type LogRelation } from './log-comparison.ts';
export { type AccountAuthority, type AccountContent, type AccountDevice, findDevice } from './log-content.ts';
export type { AccountState, LogAnchor, LogHead } from './log-state.ts';
export { verifyAccountLog } from './log-verification.ts';
export {
  createBundle,
  type IntroPlace,
  type NewBundle,
  type VerifiedBundle,
  type VerifyBundle,
  verifyBundle,
} from './prekey-bundle.ts';
export { decodeKemPrekey, decodeOneTimePrekey, decodeSignedPrekey } from './prekey-secret.ts';
export { type SignPrekeyUpload, signPrekeyUpload, verifyPrekeyUpload } from './prekey-upload.ts';
export {
  createKemPrekey,
  createOneTimePrekeys,
  createSignedPrekey,
  type NewPrekey,
  type OneTimePrekeyOptions,
  type PrekeyOptions,
  verifyOneTimePrekey,
} from './prekeys.ts';
export { createRecoveryWords, type RecoveryWordsFault, recoveryKey, recoveryWordsFault } from './recovery-words.ts';
export { type Rejoin, rejoinAccount } from './rejoin.ts';
export { formatSafetyCode, safetyNumberFor, verifySafetyText } from './safety.ts';
