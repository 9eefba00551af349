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
});
