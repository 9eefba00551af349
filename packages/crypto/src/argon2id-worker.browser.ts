/** The worker that computes one Argon2id key and is then ended. */
import { portableProvider } from './provider.portable.ts';
import type { Argon2idInput } from './provider.ts';

export type Argon2idReply = { readonly key: Uint8Array } | { readonly key?: undefined; readonly reason: string };

globalThis.addEventListener('message', ({ data }: MessageEvent<Argon2idInput>) => {
  void derive(data).then((reply) => globalThis.postMessage(reply));
});

async function derive(input: Argon2idInput): Promise<Argon2idReply> {
  try {
    return { key: await portableProvider.argon2id(input) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : 'unknown' };
  } finally {
    input.password.fill(0);
  }
}
