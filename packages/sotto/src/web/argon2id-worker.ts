/** The worker that computes one Argon2id key and is then ended. */
import { type CryptoProvider, platformProvider } from '@sotto/crypto';

/** Without a key: the parameters were refused. */
export interface Argon2idReply {
  readonly key?: Uint8Array;
}

globalThis.addEventListener('message', ({ data }: MessageEvent<Parameters<CryptoProvider['argon2id']>[0]>) => {
  platformProvider.argon2id(data).then(
    (key) => globalThis.postMessage({ key } satisfies Argon2idReply),
    () => globalThis.postMessage({} satisfies Argon2idReply),
  );
});
