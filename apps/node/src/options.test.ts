import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

describe('the options of the local node', () => {
  it('have defaults that serve this machine only', () => {
    const { help, json, config } = readOptions([]);
    expect({ help, json, host: config.host }).toEqual({ help: false, json: false, host: '127.0.0.1' });
    expect(isAbsolute(config.folder)).toBe(true);
    expect(new Set(Object.values(config.ports)).size).toBe(4);
    expect(config).not.toHaveProperty('app');
    expect(config).not.toHaveProperty('connect');
  });

  it('take what is given', () => {
    const args = ['--port', '0', '--mailbox-port', '65535', '--relay-port', '9', '--stun-port', '10', '--json'];
    const more = [
      '--app',
      'dist',
      '--announce',
      'mail.example.org',
      '--connect',
      'wss:',
      '--connect',
      'ws://127.0.0.1:9',
    ];
    const { json, config } = readOptions([...args, ...more]);
    expect(json).toBe(true);
    expect(config.ports).toEqual({ app: 0, mailbox: 65_535, relay: 9, stun: 10 });
    expect(config).toMatchObject({ announce: 'mail.example.org', connect: ['wss:', 'ws://127.0.0.1:9'] });
    expect(isAbsolute(config.app ?? '')).toBe(true);
  });

  it.each([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', ''],
    ['--relay-port', '1e3'],
    ['--connect', "wss:; script-src 'unsafe-eval'"],
    ['--connect', 'wss://a b'],
    ['--connect', '*'],
    ['--nonsense'],
    ['surplus'],
  ])('refuse %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('are all named by the help', () => {
    for (const name of [
      'folder',
      'app',
      'host',
      'announce',
      'port',
      'mailbox-port',
      'relay-port',
      'stun-port',
      'connect',
    ]) {
      expect(HELP).toContain(`--${name} `);
    }
  });
});
