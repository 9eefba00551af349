/** The command line of the local node. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '@sotto/wire';
import type { LocalNodeConfig, NodePorts } from './local-node.ts';

const DEFAULT_PORTS: NodePorts = { app: 7700, mailbox: 7701, relay: 7702, stun: 3478 };
const MAX_PORT = 65_535;

export const HELP = `Usage: sotto-node [options]

Runs a mailbox, a relay, a STUN server and the web app on this machine until SIGTERM or SIGINT.

  --folder <folder>        where mailbox and keys are kept (default: ~/.sotto-node)
  --app <folder>           the built web app to serve on localhost (default: none)
  --host <address>         where mailbox, relay and STUN listen (default: 127.0.0.1)
  --announce <host>        address or name that others are told instead
  --port <port>            of the web app (default: ${DEFAULT_PORTS.app}); it keeps its data under this port
  --mailbox-port <port>    of the mailbox (default: ${DEFAULT_PORTS.mailbox})
  --relay-port <port>      of the relay (default: ${DEFAULT_PORTS.relay})
  --stun-port <port>       UDP, of the STUN server (default: ${DEFAULT_PORTS.stun})
  --connect <source>       where the app may connect to, as a source of CSP; repeatable (default: any WebSocket)
  --json                   print the first line as JSON: {origin, mailboxes, relays, stunServers, pid}
  --help                   show this

Port 0 is any free one.
`;

export interface NodeOptions {
  readonly help: boolean;
  readonly json: boolean;
  readonly config: Omit<LocalNodeConfig, 'clock' | 'random'>;
}

/** @throws {UsageError} `invalid-argument` */
export function readOptions(args: readonly string[]): NodeOptions {
  const values = parse(args);
  const port = (text: string | undefined, absent: number) => (text === undefined ? absent : parsePort(text));
  const { app, announce, connect } = values;
  return {
    help: values.help === true,
    json: values.json === true,
    config: {
      folder: resolve(values.folder ?? join(homedir(), '.sotto-node')),
      host: values.host ?? '127.0.0.1',
      ...(app === undefined ? {} : { app: resolve(app) }),
      ...(announce === undefined ? {} : { announce }),
      ...(connect === undefined ? {} : { connect: connect.map(parseSource) }),
      ports: {
        app: port(values.port, DEFAULT_PORTS.app),
        mailbox: port(values['mailbox-port'], DEFAULT_PORTS.mailbox),
        relay: port(values['relay-port'], DEFAULT_PORTS.relay),
        stun: port(values['stun-port'], DEFAULT_PORTS.stun),
      },
    },
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        folder: text,
        app: text,
        host: text,
        announce: text,
        port: text,
        'mailbox-port': text,
        'relay-port': text,
        'stun-port': text,
        connect: { type: 'string', multiple: true },
        json: flag,
        help: flag,
      },
    }).values;
  } catch (cause) {
    throw new UsageError('invalid-argument', cause instanceof Error ? cause.message : 'wrong options', {
      hint: 'Run it with --help to see what there is.',
    });
  }
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new UsageError('invalid-argument', `not a port: ${text}`);
}

/** One source; a space or a semicolon would begin another rule. */
function parseSource(text: string): string {
  if (/^wss?:(?:\/\/[0-9A-Za-z.:[\]*-]+)?$/.test(text)) return text;
  throw new UsageError('invalid-argument', `not a source: ${text}`, {
    hint: 'It looks like wss://mail.example.org:443.',
  });
}
