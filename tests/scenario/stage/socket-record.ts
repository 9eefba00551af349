/**
 * Loaded before a program of a story: writes down whom this process connects to, and where it takes connections or
 * datagrams, so that a story can tell that nothing went straight to somebody (attack F10).
 *
 * SOTTO_STORY_SOCKETS: the file to append to; one line of JSON (`SocketLine`) for each.
 */
import { Socket as DatagramSocket } from 'node:dgram';
import { openSync, writeSync } from 'node:fs';
import { Server, Socket } from 'node:net';
import process from 'node:process';

export interface SocketLine {
  readonly what: 'connect' | 'listen' | 'datagrams';
  /** Where to; 0 for a port that the system chooses, and for what is no port. */
  readonly port: number;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

const path = process.env['SOTTO_STORY_SOCKETS'];
const file = path === undefined ? undefined : openSync(path, 'a', 0o600);

/** The port in the arguments of a socket, in any of the forms that Node takes. */
function portIn(args: readonly unknown[]): number {
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'number') return options;
  if (typeof options !== 'object' || options === null) return 0;
  const { port } = options as { readonly port?: unknown };
  return Number(port ?? 0);
}

function record(holder: object, name: string, what: SocketLine['what']): void {
  const methods = holder as Record<string, Method>;
  const original = methods[name];
  if (original === undefined) throw new TypeError(`there is no ${name}`);
  methods[name] = function recorded(...args) {
    if (file !== undefined) writeSync(file, `${JSON.stringify({ what, port: portIn(args) } satisfies SocketLine)}\n`);
    return original.apply(this, args);
  };
}

record(Socket.prototype, 'connect', 'connect');
record(Server.prototype, 'listen', 'listen');
record(DatagramSocket.prototype, 'bind', 'datagrams');
record(DatagramSocket.prototype, 'send', 'datagrams');
