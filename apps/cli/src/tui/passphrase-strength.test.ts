import { describe, expect, it } from 'vitest';
import { strengthOf } from './passphrase-strength.ts';

describe('the strength hint', () => {
  it.each([
    ['short', 'too short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['password1', 'weak'],
    ['hello kitty', 'weak'],
    ['correct horse battery staple', 'fair'],
    ['correct horse battery staple lamp', 'strong'],
    ['same same same same same same', 'weak'],
    ['x7$Kq9!mZ2&pL4', 'strong'],
  ])('calls %j %s', (passphrase, verdict) => {
    expect(strengthOf(passphrase).verdict).toBe(verdict);
  });
});
