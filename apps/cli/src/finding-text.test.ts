import { FINDINGS } from '@sotto/client';
import { describe, expect, it } from 'vitest';
import { findingText } from './finding-text.ts';

const FACTS = {
  reachable: 1,
  total: 3,
  quorum: 2,
  count: 4,
  minutes: 12,
  days: 20,
  megabytes: 50,
  open: 1,
  reserved: 1,
};
const FINE = /-(?:ok|empty|waiting|agrees|unknown|confirmed|listening|dial-only|off|untried)$/;

describe('the words for a finding', () => {
  it.each(Object.values(FINDINGS).flat())('%s says what is so, and what to do unless all is well', (code) => {
    const { message, fix } = findingText({ code, facts: FACTS });
    expect(message).toMatch(/\.$/);
    expect(`${message} ${fix ?? ''}`).not.toMatch(/undefined|NaN/);
    expect(fix === undefined).toBe(FINE.test(code));
  });

  it('are not the same for two findings', () => {
    const all = Object.values(FINDINGS)
      .flat()
      .map((code) => findingText({ code, facts: FACTS }).message);
    expect(new Set(all).size).toBe(all.length);
  });

  it('name few contacts and much room as a person would', () => {
    expect(findingText({ code: 'contact-keys-missing', facts: { count: 1 } }).message).toContain('one contact ');
    expect(findingText({ code: 'storage-ok', facts: { megabytes: 5_000 } }).message).toContain('5 GB');
    expect(findingText({ code: 'mailboxes-ok', facts: { total: 1 } }).message).toBe('Your mailbox can be reached.');
  });
});
