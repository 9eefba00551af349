/**
 * Passkeys of a browser: making one that gives keys, and asking it (WebAuthn with the `prf` extension).
 *
 * Owns the two ceremonies. Must not know: what the key is for. Nothing is attested and nobody is logged in: the answer
 * is used for its secret alone, so its signature is not looked at.
 */
import type { PasskeyEnrolment, VaultPasskey } from '@sotto/crypto';
import type { Random } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';

const INPUT_BYTES = 32;
const ES256 = -7;
const RS256 = -257;

/** Who the passkey is for, as the browser shows it. */
export interface PasskeyPerson {
  /** What the application is called. */
  readonly application: string;
  readonly name: string;
  readonly random: Random;
}

/**
 * Makes a passkey on this device and asks it for its key. Needs a click of the person, and an origin with a name: none
 * of an address in numbers.
 * @throws {UnavailableError} `aborted` when the person, or the browser, said no; `refused` when the passkey gives no
 * keys; `not-found` without passkeys
 */
export async function createPasskey({ application, name, random }: PasskeyPerson): Promise<PasskeyEnrolment> {
  const input = random.bytes(INPUT_BYTES);
  const credential = await ceremony(() =>
    credentials().create({
      publicKey: {
        rp: { name: application },
        user: { id: source(random.bytes(32)), name, displayName: name },
        challenge: source(random.bytes(32)),
        pubKeyCredParams: [ES256, RS256].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: { eval: { first: source(input) } } },
      },
    }),
  );
  const credentialId = new Uint8Array(credential.rawId);
  const { enabled, results } = credential.getClientExtensionResults().prf ?? {};
  if (enabled !== true) throw givesNoKeys();
  // Some give their key only when they are asked a second time.
  const output = results === undefined ? await askPasskey({ credentialId, input }) : bytesOf(results.first);
  return { credentialId, input, output };
}

/**
 * What a passkey makes of its input: 32 bytes, secret.
 * @throws {UnavailableError} `aborted`, `refused`, `not-found`
 */
export async function askPasskey({
  credentialId,
  input,
}: Pick<VaultPasskey, 'credentialId' | 'input'>): Promise<Uint8Array> {
  const credential = await ceremony(() =>
    credentials().get({
      publicKey: {
        // Nobody checks the signature, so nothing depends on what is signed.
        challenge: new Uint8Array(32),
        allowCredentials: [{ type: 'public-key', id: source(credentialId) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: source(input) } } },
      },
    }),
  );
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) throw givesNoKeys();
  return bytesOf(first);
}

function credentials(): CredentialsContainer {
  const found = globalThis.navigator?.credentials;
  if (found === undefined) {
    throw new UnavailableError('not-found', 'there are no passkeys here', { hint: 'Use the passphrase.' });
  }
  return found;
}

async function ceremony(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let answer: Credential | null;
  try {
    answer = await ask();
  } catch (cause) {
    if (cause instanceof UnavailableError) throw cause;
    throw new UnavailableError('aborted', 'no passkey was given', { cause, hint: 'Try again, or use the passphrase.' });
  }
  if (answer instanceof PublicKeyCredential) return answer;
  throw new UnavailableError('aborted', 'no passkey was given', { hint: 'Try again, or use the passphrase.' });
}

function givesNoKeys(): UnavailableError {
  return new UnavailableError('refused', 'this passkey cannot keep a key', {
    hint: 'Use another device for it, or the passphrase.',
  });
}

/** A copy, which the caller may wipe. */
function bytesOf(source: BufferSource): Uint8Array {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source.slice(0))
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
}

/** The browser's types want bytes that no other thread shares; all of ours are such. */
function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}
