import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

describe('the options of the local node', () => {
  it('have defaults that serve this machine only, and open nothing', () => {
    const { config, ...rest } = readOptions([]);
    expect({ ...rest, host: config.host }).toEqual({
      help: false,
      json: false,
      open: false,
      ports: {},
      host: '127.0.0.1',
    });
    expect(isAbsolute(config.folder)).toBe(true);
    expect(config).not.toHaveProperty('app');
    expect(config).not.toHaveProperty('connect');
  });

  it('take what is given', () => {
    const args = ['--port', '0', '--mailbox-port', '65535', '--relay-port', '9', '--stun-port', '10', '--json'];
    const { json, ports, config } = readOptions([
      ...args,
      ...['--app', 'dist', '--announce', 'mail.example.org'],
      ...['--announce-mailbox', 'wss://mail.example.org:7801', '--announce-relay', 'wss://mail.example.org'],
      ...['--connect', 'wss:', '--connect', 'ws://127.0.0.1:9'],
    ]);
    expect(json).toBe(true);
    expect(ports).toEqual({ app: 0, mailbox: 65_535, relay: 9, stun: 10 });
    expect(config).toMatchObject({
      announce: 'mail.example.org',
      announceMailbox: '/dns/mail.example.org/tcp/7801/wss',
      announceRelay: '/dns/mail.example.org/tcp/443/wss',
      connect: ['wss:', 'ws://127.0.0.1:9'],
    });
    expect(isAbsolute(config.app ?? '')).toBe(true);
  });

  it('let the last word decide whether a browser opens', () => {
    expect(readOptions(['--open']).open).toBe(true);
    expect(readOptions(['--open', '--no-open']).open).toBe(false);
  });

  it.each([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', ''],
    ['--relay-port', '1e3'],
    ['--connect', "wss:; script-src 'unsafe-eval'"],
    ['--connect', 'wss://a b'],
    ['--connect', '*'],
    ['--announce-mailbox', 'ws://mail.example.org'],
    ['--announce-mailbox', 'wss://192.0.2.1:7801'],
    ['--announce-relay', 'wss://mail.example.org:65536'],
    ['--announce-relay', 'wss://mail.example.org/path'],
    ['--nonsense'],
    ['surplus'],
  ])('refuse %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('are all named by the help', () => {
    for (const name of [
      ...['open', 'no-open', 'folder', 'app', 'host', 'announce', 'announce-mailbox', 'announce-relay', 'connect'],
      ...['port', 'mailbox-port', 'relay-port', 'stun-port', 'json', 'help'],
    ]) {
      expect(HELP).toContain(`--${name} `);
    }
  });
});
