/** One person's device as a process of its own: opens a home and does what the story asks (run by a story). */
import process from 'node:process';
import { VAULT_PARAMETERS } from '@sotto/crypto';
import { SottoError } from '@sotto/wire';
import { type ClientEvents, Sotto } from 'sotto';
import type { DeviceOpening, DeviceReport, DeviceRequest } from './device-protocol.ts';

const EVENTS: readonly (keyof ClientEvents)[] = ['message', 'message-state', 'contact', 'notice', 'network'];

let sotto: Sotto | undefined;

function report(message: DeviceReport): void {
  // The story may have gone away; there is nobody left to tell then.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

async function open(opening: DeviceOpening): Promise<string | undefined> {
  const { home, passphrase, create, recover, direct, discovery = false } = opening;
  const listen = direct ? { host: '127.0.0.1', port: 0 } : (false as const);
  const options = { home, passphrase, listen, discovery, command: 'a story' };
  let recoveryWords: string | undefined;
  const vaultParameters = VAULT_PARAMETERS.unsafeTestParameters;
  if (create) {
    const { name, mailboxes } = create;
    ({ sotto, recoveryWords } = await Sotto.create({ ...options, name, mailboxes, vaultParameters }));
  } else if (recover) {
    sotto = await Sotto.recover({ ...options, ...recover, vaultParameters });
  } else {
    sotto = await Sotto.open(options);
  }
  for (const event of EVENTS) sotto.on(event, (value) => report({ event, value } as DeviceReport));
  return recoveryWords;
}

async function answer(request: DeviceRequest): Promise<unknown> {
  if ('open' in request) return await open(request.open);
  if (sotto === undefined) throw new TypeError('the device is not open');
  const method = sotto[request.method] as (...args: readonly unknown[]) => Promise<unknown>;
  return await method.apply(sotto, [...request.args]);
}

process.on('message', async (request: DeviceRequest) => {
  const { id } = request;
  try {
    report({ id, ok: true, value: await answer(request) });
  } catch (error) {
    const code = error instanceof SottoError ? error.code : 'unexpected';
    report({ id, ok: false, code, message: error instanceof Error ? error.message : String(error) });
  }
});
// The story has ended without saying so: nothing is left to do.
process.on('disconnect', () => process.exit(0));
