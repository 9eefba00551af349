import { PAGE_HEADERS } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { cacheControl, fileHeaders, mediaType, pageHeaders } from './page-headers.ts';

describe('the headers of a file of the app', () => {
  it('are those of every answer, with its type and how long it may be kept', () => {
    const headers = fileHeaders('/assets/index-DWd3_a-9.js');
    expect(headers).toMatchObject(pageHeaders());
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
    expect(fileHeaders('/a.unknown')['content-type']).toBe('application/octet-stream');
  });

  it.each([
    '/index.html',
    '/service-worker.js',
    '/bundle.json',
    '/assets/app.js',
    '/assets/app-1234567.js',
    '/icons/app-12345678.png',
  ])('make a browser ask again for %s', (path) => {
    expect(cacheControl(path)).toBe('no-cache');
  });

  it('give no type to what an app has no use for', () => {
    for (const path of ['/notes.md', '/a', '/a.', '/a.constructor', '/a.js.map']) {
      expect([path, mediaType(path)]).toEqual([path, undefined]);
    }
    expect(mediaType('/A.PNG')).toBe('image/png');
  });

  it('narrow where the page may connect to, when they are told', () => {
    const policy = (connect?: readonly string[]) =>
      pageHeaders(connect === undefined ? {} : { connect })['content-security-policy'];
    expect(policy()).toContain("connect-src 'self' ws: wss:;");
    expect(policy(['wss://mail.example.org'])).toContain("connect-src 'self' wss://mail.example.org;");
  });

  it('allow all that the pages of tests are allowed: what works there works here', () => {
    const policy = policyOf(pageHeaders());
    for (const [directive, sources] of policyOf(PAGE_HEADERS)) {
      // To name no policy of Trusted Types is to allow none.
      const allowed = sources.filter((source) => source !== "'none'");
      expect([directive, policy.get(directive)]).toEqual([directive, expect.arrayContaining(allowed)]);
    }
    for (const denied of deniedFeatures(pageHeaders())) expect(deniedFeatures(PAGE_HEADERS)).toContain(denied);
    for (const [name, value] of Object.entries(pageHeaders())) {
      if (name === 'content-security-policy' || name === 'permissions-policy') continue;
      expect([name, PAGE_HEADERS[name]]).toEqual([name, value]);
    }
  });
});

function policyOf(headers: Readonly<Record<string, string>>): Map<string, readonly string[]> {
  const directives = headers['content-security-policy']?.split('; ') ?? [];
  return new Map(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

function deniedFeatures(headers: Readonly<Record<string, string>>): string[] {
  return (headers['permissions-policy'] ?? '').split(', ').filter((feature) => feature.endsWith('=()'));
}
