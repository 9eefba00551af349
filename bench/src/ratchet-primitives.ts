/**
 * The primitives of a conversation, alone: every call that the protocol makes of its provider is written down with its
 * inputs, and the calls are made again without the protocol around them.
 */
import { type CryptoProvider, type KeyPair, platformProvider } from '@sotto/crypto';
import type { Round } from './interleaved-rounds.ts';
import { ourLibrary } from './ratchet-ours.ts';
import { messageRound, pingPong } from './ratchet-workloads.ts';

/** More than ten epochs of the post-quantum ratchet. */
const MESSAGES = 256;

export type PrimitiveKind = 'X25519' | 'ML-KEM' | 'HMAC and HKDF' | 'ChaCha20-Poly1305';

type Call = () => unknown;
type Calls = Readonly<Record<PrimitiveKind, Call[]>>;

/** Inputs as they were: the protocol wipes its own. Key pairs stay themselves, with what they have imported. */
function kept<Input>(input: Input): Input {
  if (input instanceof Uint8Array) return new Uint8Array(input) as Input;
  if (typeof input !== 'object' || input === null || 'publicKey' in input) return input;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, kept(value)])) as Input;
}

function recorded<Inputs extends unknown[], Output>(calls: Call[], primitive: (...inputs: Inputs) => Output) {
  return (...inputs: Inputs): Output => {
    const own = inputs.map(kept) as Inputs;
    calls.push(() => primitive(...own));
    return primitive(...inputs);
  };
}

function recordingProvider(calls: Calls): CryptoProvider {
  const { x25519, mlKem768, ...rest } = platformProvider;
  const hashes = calls['HMAC and HKDF'];
  const ciphers = calls['ChaCha20-Poly1305'];
  const { encapsulateByPlatform } = mlKem768;
  const { keyPairByPlatform } = x25519;
  return {
    ...rest,
    sha256: recorded(hashes, rest.sha256),
    hmacSha256: recorded(hashes, rest.hmacSha256),
    hmacTagSha256: recorded(hashes, rest.hmacTagSha256),
    hkdfSha256: recorded(hashes, rest.hkdfSha256),
    aeadSeal: recorded(ciphers, rest.aeadSeal),
    aeadOpen: recorded(ciphers, rest.aeadOpen),
    x25519: {
      keyPair: recorded(calls.X25519, x25519.keyPair),
      ...(keyPairByPlatform && { keyPairByPlatform: recorded(calls.X25519, keyPairByPlatform) }),
      agree: recorded<[Pick<KeyPair, 'publicKey' | 'secretKey'>, Uint8Array], Uint8Array | Promise<Uint8Array>>(
        calls.X25519,
        x25519.agree,
      ),
    },
    mlKem768: {
      keyPair: recorded(calls['ML-KEM'], mlKem768.keyPair),
      encapsulate: recorded(calls['ML-KEM'], mlKem768.encapsulate),
      ...(encapsulateByPlatform && { encapsulateByPlatform: recorded(calls['ML-KEM'], encapsulateByPlatform) }),
      decapsulate: recorded(calls['ML-KEM'], mlKem768.decapsulate),
    },
  };
}

/** Rounds of the primitives of a ping-pong, each kind by itself: microseconds for each message. Node's provider. */
export async function pingPongPrimitives(plaintext: Uint8Array): Promise<Readonly<Record<PrimitiveKind, Round>>> {
  const calls: Calls = { X25519: [], 'ML-KEM': [], 'HMAC and HKDF': [], 'ChaCha20-Poly1305': [] };
  const pair = await ourLibrary(recordingProvider(calls)).newPair();
  for (const list of Object.values(calls)) list.length = 0;
  await messageRound({ pair, direction: pingPong, plaintext, messages: MESSAGES })();
  const roundOf = (kind: PrimitiveKind): Round => {
    return async () => {
      const start = performance.now();
      for (const call of calls[kind]) call();
      return ((performance.now() - start) * 1_000) / MESSAGES;
    };
  };
  return {
    X25519: roundOf('X25519'),
    'ML-KEM': roundOf('ML-KEM'),
    'HMAC and HKDF': roundOf('HMAC and HKDF'),
    'ChaCha20-Poly1305': roundOf('ChaCha20-Poly1305'),
  };
}
