import { resolve } from 'node:path';
import { UsageError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { resolveHome } from './home.ts';
import { FakeEnvironment } from './testing/fake-environment.ts';

describe('the home folder', () => {
  it('is ~/.sotto when nothing else is said', () => {
    expect(resolveHome(undefined, new FakeEnvironment())).toBe('/home/ada/.sotto');
  });

  it('is SOTTO_HOME when that is set, and the option before it', () => {
    const environment = new FakeEnvironment();
    environment.variables = { SOTTO_HOME: '/data/sotto' };
    expect(resolveHome(undefined, environment)).toBe('/data/sotto');
    expect(resolveHome('elsewhere', environment)).toBe(resolve('elsewhere'));
    environment.variables = { SOTTO_HOME: '' };
    expect(resolveHome(undefined, environment)).toBe('/home/ada/.sotto');
  });

  it('is refused when it is no path', () => {
    expect(() => resolveHome('', new FakeEnvironment())).toThrow(UsageError);
    expect(() => resolveHome('a\0b', new FakeEnvironment())).toThrow(UsageError);
  });
});
