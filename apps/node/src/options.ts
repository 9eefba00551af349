/** The command line of the local node. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '@sotto/wire';
import { secureAddress } from './listening.ts';
import type { LocalNodeConfig } from './local-node.ts';
import { DEFAULT_PORTS, MAX_PORT, type NodePorts } from './node-ports.ts';

export const HELP = `Usage: npm start -- [options]
       node apps/node/src/main.ts [options]

Runs a mailbox, a relay, a STUN server and the web app on this machine until Ctrl-C.

  --no-open                do not open a browser (npm start opens one where there is a screen)
  --open                   open one
  --folder <folder>        where mailbox and keys are kept (default: ~/.sotto-node)
  --app <folder>           the built web app to serve on localhost (npm start: built from this checkout)
  --port <port>            of the web app; a browser keeps an account under it
  --mailbox-port <port>    of the mailbox; accounts that use the mailbox know it
  --relay-port <port>      of the relay
  --stun-port <port>       UDP, of the STUN server
  --host <address>         where mailbox, relay and STUN listen (default: 127.0.0.1, this machine only)
  --announce <host>        address or name that others are told instead
  --announce-mailbox <url> wss://name:port of a proxy in front of the mailbox, which others are told instead
  --announce-relay <url>   the same for the relay
  --connect <source>       where the app may connect to, as a source of CSP; repeatable (default: any WebSocket)
  --json                   print the first line as JSON: {origin, mailboxes, relays, stunServers, pid}
  --help                   show this

Port 0 is any free one. Ports that are not given are those of the last time; the first time they are
${Object.values(DEFAULT_PORTS).join(', ')}, or others near them when these are taken.
`;

export interface NodeOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** Open a browser, where there is a screen. */
  readonly open: boolean;
  /** What was asked for. */
  readonly ports: Partial<NodePorts>;
  readonly config: Omit<LocalNodeConfig, 'ports' | 'log' | 'clock' | 'random'>;
}

/** @throws {UsageError} `invalid-argument` */
export function readOptions(args: readonly string[]): NodeOptions {
  const values = parse(args);
  const { app, announce, connect } = values;
  const mailbox = values['announce-mailbox'];
  const relay = values['announce-relay'];
  return {
    help: values.help === true,
    json: values.json === true,
    open: values.open === true,
    ports: {
      ...named('app', values.port),
      ...named('mailbox', values['mailbox-port']),
      ...named('relay', values['relay-port']),
      ...named('stun', values['stun-port']),
    },
    config: {
      folder: resolve(values.folder ?? join(homedir(), '.sotto-node')),
      host: values.host ?? '127.0.0.1',
      ...(app === undefined ? {} : { app: resolve(app) }),
      ...(announce === undefined ? {} : { announce }),
      ...(mailbox === undefined ? {} : { announceMailbox: parseProxy(mailbox) }),
      ...(relay === undefined ? {} : { announceRelay: parseProxy(relay) }),
      ...(connect === undefined ? {} : { connect: connect.map(parseSource) }),
    },
  };
}

function named(name: keyof NodePorts, text: string | undefined): Partial<NodePorts> {
  return text === undefined ? {} : { [name]: parsePort(text) };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        folder: text,
        app: text,
        host: text,
        announce: text,
        'announce-mailbox': text,
        'announce-relay': text,
        port: text,
        'mailbox-port': text,
        'relay-port': text,
        'stun-port': text,
        connect: { type: 'string', multiple: true },
        open: flag,
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

function parseProxy(text: string): string {
  const address = secureAddress(text);
  if (address !== undefined) return address;
  throw new UsageError('invalid-argument', `not the address of a proxy: ${text}`, {
    hint: 'It looks like wss://mail.example.org:7801.',
  });
}
