/** One person's device as a process of its own: opens a home, goes online, does what the story asks (run by fork). */
import process from 'node:process';
import { Sotto } from 'sotto';
import type { DeviceAnswer, DeviceCall, DeviceCalls, DeviceRequest, DeviceStart } from './device-protocol.ts';

type Handlers = { [Call in DeviceCall]: (input: never) => Promise<ReturnType<DeviceCalls[Call]>> };

let sotto: Sotto | undefined;

function running(): Sotto {
  if (sotto === undefined) throw new TypeError('the device is not started');
  return sotto;
}

const handlers: Handlers = {
  async start({ home, passphrase, create }: DeviceStart) {
    const options = { home, passphrase, listen: { host: '127.0.0.1', port: 0 }, discovery: false, command: 'the demo' };
    sotto = create
      ? (await Sotto.create({ ...options, name: create.name, mailboxes: [...create.mailboxes] })).sotto
      : await Sotto.open(options);
    await sotto.goOnline();
    await sotto.sync();
    return { link: await sotto.link() };
  },
  add: ({ link, as }: { link: string; as: string }) => running().addContact(link, { as }),
  send: ({ to, text }: { to: string; text: string }) => running().send(to, text),
  history: (contact: string) => running().history(contact),
  markRead: (contact: string) => running().markRead(contact),
  sync: () => running().sync(),
  status: () => running().status(),
  async close() {
    await running().close();
    return null;
  },
};

async function answer({ call, input }: DeviceRequest): Promise<DeviceAnswer> {
  try {
    return { ok: true, output: await handlers[call](input as never) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

let turn: Promise<unknown> = Promise.resolve();
process.on('message', (request: DeviceRequest) => {
  turn = turn.then(async () => process.send?.(await answer(request)));
});
// The story ended without saying so: nothing is left to do.
process.on('disconnect', () => process.exit(0));
