import { LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type MailboxPolicy, mailboxPolicy } from './mailbox-policy.ts';

const names = Object.keys(DEFAULT_POLICY) as (keyof MailboxPolicy)[];

describe("an operator's policy", () => {
  it('is the limits of the specification unless something else is said', () => {
    expect(mailboxPolicy()).toEqual(DEFAULT_POLICY);
    expect(mailboxPolicy({ maxTopics: 7 })).toEqual({ ...DEFAULT_POLICY, maxTopics: 7 });
    expect(DEFAULT_POLICY.maxEnvelopesPerTopic).toBe(LIMITS.MAX_ENVELOPES_PER_TOPIC);
  });

  it('accepts its own defaults', () => {
    expect(mailboxPolicy(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
  });

  it.each(names)('refuses a %s that is no whole number in its range', (name) => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '5' as unknown as number]) {
      expect(() => mailboxPolicy({ [name]: value })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
  });

  it('promises nothing that the protocol does not allow', () => {
    expect(() => mailboxPolicy({ maxTtlSeconds: LIMITS.MAX_TTL_SECONDS + 1 })).toThrow();
    expect(() => mailboxPolicy({ maxPayloadBytes: LIMITS.MAX_PAYLOAD_BYTES + 1 })).toThrow();
  });

  it('refuses a name that is none', () => {
    const settings = JSON.parse('{"maxTopic": 1, "__proto__": {"maxTopics": 1}}') as Partial<MailboxPolicy>;
    expect(() => mailboxPolicy(settings)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
