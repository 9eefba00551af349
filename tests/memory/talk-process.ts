/**
 * Two devices in one process talk for a while and forget what they may; then the process waits, so that its memory can be
 * searched (run by a test, with `--expose-gc`).
 */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import {
  accept,
  createInitialMessage,
  createVault,
  encodeSession,
  identityKeyPair,
  initiate,
  open,
  openFromStranger,
  openVault,
  platformProvider,
  platformRandom,
  type Session,
  seal,
  sealToStranger,
  wipeAll,
} from '@sotto/crypto';
import { asAccountId, asDeviceId, LIMITS } from '@sotto/wire';
import { type MaskedSecret, MaskedSecrets, masked } from './masked-secret.ts';
import { watchedProvider } from './watched-provider.ts';

const TURNS = 50;
/** Of the last turns something may still lie on a stack, or where it was freed and nothing has come since. */
const RECENT_TURNS = 10;
const TEXT_BYTES = 300;
const COLLECTIONS = 6;
const secrets = new MaskedSecrets();
const provider = watchedProvider(secrets);
const random = platformRandom;
/** So many of the first secrets are old ones. */
let oldCount = 0;

export interface TalkReport {
  /** In the order in which they came up; the controls at the end. */
  readonly secrets: readonly MaskedSecret[];
  readonly oldCount: number;
}

interface Talkers {
  readonly sessions: [Session, Session];
  nowMs: number;
}

async function start(): Promise<Talkers> {
  const party = async () => ({
    accountId: asAccountId(random(32)),
    deviceId: asDeviceId(random(16)),
    identityKey: await identityKeyPair(random(32)),
  });
  const [ada, grace] = [await party(), await party()];
  const signed = { id: 1, pair: await identityKeyPair(random(32)) };
  const kem = { id: 2, ...platformProvider.mlKem1024.keyPair(random(64)) };
  const publicly = ({ identityKey, ...names }: typeof ada) => ({ ...names, identityKey: identityKey.publicKey });
  const { session } = await initiate({
    ours: ada,
    theirs: publicly(grace),
    signedPrekey: { id: 1, publicKey: signed.pair.publicKey },
    kemPrekey: { id: 2, publicKey: kem.publicKey },
    generation: 1,
    random,
    nowMs: 1_000,
    provider,
  });
  const plaintext = text();
  const first = seal({ session, plaintext, random, provider });
  plaintext.fill(0);
  const message = createInitialMessage(first.next, first.ciphertext);
  const ours = { ours: grace, theirs: publicly(ada), signedPrekey: signed, kemPrekey: kem };
  const accepted = await accept({ ...ours, message, random, nowMs: 1_000, provider });
  accepted.plaintext.fill(0);
  wipeAll([...first.consumed, ...accepted.consumed]);
  // A device throws its prekeys away in the end.
  wipeAll([signed.pair.secretKey, kem.seed, ada.identityKey.secretKey, grace.identityKey.secretKey]);
  return { sessions: [first.next, accepted.session], nowMs: 1_000 };
}

/** A text that is bytes only, and written once; long enough for V8 not to move it. */
function text(): Uint8Array {
  const bytes = random(TEXT_BYTES);
  secrets.add('plaintext', bytes);
  return bytes;
}

/** Seals three and opens the first and the last at once, the one between a turn later. */
async function take(talkers: Talkers, from: 0 | 1): Promise<void> {
  const to = from === 0 ? 1 : 0;
  const ciphertexts: Uint8Array[] = [];
  for (let i = 0; i < 3; i++) {
    const plaintext = text();
    const sealed = seal({ session: talkers.sessions[from], plaintext, random, provider });
    plaintext.fill(0);
    talkers.sessions[from] = stored(sealed.next);
    wipeAll(sealed.consumed);
    ciphertexts.push(sealed.ciphertext);
  }
  for (const at of [0, 2, 1]) {
    const ciphertext = ciphertexts[at] as Uint8Array;
    const result = await open({ session: talkers.sessions[to], ciphertext, random, nowMs: talkers.nowMs, provider });
    if (result.kind !== 'opened') throw new TypeError(result.kind);
    result.plaintext.fill(0);
    talkers.sessions[to] = stored(result.next);
    wipeAll(result.consumed);
  }
}

/** What a store does with a session: its bytes come and go. */
function stored(session: Session): Session {
  const bytes = encodeSession(session);
  bytes.fill(0);
  return session;
}

async function introduceStranger(): Promise<void> {
  const recipientKey = await identityKeyPair(random(32));
  const associatedData = new Uint8Array(32);
  const plaintext = text();
  const sealed = await sealToStranger({
    recipientKey: recipientKey.publicKey,
    plaintext,
    associatedData,
    random,
    provider,
  });
  plaintext.fill(0);
  (await openFromStranger({ recipientKey, sealed, associatedData, provider })).fill(0);
  recipientKey.secretKey.fill(0);
}

/** What the sessions hold now is no leak: it is taken off the list. */
function leaveOutLive(sessions: readonly Session[]): void {
  for (const session of sessions) {
    const bytes = encodeSession(session);
    for (const { masked: text } of secrets.list()) {
      const value = masked(Buffer.from(text, 'base64'));
      if (holds(bytes, value)) secrets.remove(value);
      value.fill(0);
    }
    bytes.fill(0);
  }
}

/** By hand: a view of another kind on a small array makes the engine copy it. */
function holds(bytes: Uint8Array, value: Uint8Array): boolean {
  for (let start = 0; start + value.length <= bytes.length; start++) {
    let length = 0;
    while (length < value.length && bytes[start + length] === value[length]) length++;
    if (length === value.length) return true;
  }
  return false;
}

/** A passphrase makes a key that wraps another one. */
async function keepVault(): Promise<void> {
  const passphrase = randomBytes(24).toString('base64');
  const parameters = { memoryKiB: 64, passes: 1, parallelism: 1 };
  const { vault, storeKey } = await createVault({ passphrase, parameters, random, provider });
  secrets.add('store key', storeKey.bytes);
  storeKey.wipe();
  (await openVault({ vault, passphrase, provider })).wipe();
}

async function talk(): Promise<Talkers> {
  const talkers = await start();
  await keepVault();
  for (let i = 0; i < TURNS; i++) {
    talkers.nowMs += i % 10 === 0 ? LIMITS.KEM_RATCHET_SECONDS * 1_000 : 1_000;
    await take(talkers, i % 2 === 0 ? 0 : 1);
    await introduceStranger();
    if (i === TURNS - RECENT_TURNS) oldCount = secrets.list().length;
  }
  leaveOutLive(talkers.sessions);
  return talkers;
}

const talkers = await talk();
const kept = new Uint8Array(randomBytes(32));
const keptAsText = randomBytes(32).toString('hex');
for (let i = 0; i < COLLECTIONS; i++) {
  globalThis.gc?.();
  await turn();
}
secrets.add('control: bytes that were kept', kept);
secrets.add('control: text that was kept', Buffer.from(keptAsText, 'hex'));
process.on('message', () => {
  process.stdout.write(`${talkers.sessions.length} ${kept.length} ${keptAsText.length}\n`);
  process.exit(0);
});
const report: TalkReport = { secrets: secrets.list(), oldCount };
process.send?.(report);
