import { describe, expect, it } from 'vitest';
import { deliveryMark } from './delivery-mark.ts';

const base = { custody: { held: 0, of: 3 }, devices: { delivered: 0, of: 1 } } as const;

describe('the delivery mark', () => {
  it('says in words what is known and no more', () => {
    expect(deliveryMark({ ...base, state: 'queued' })).toBe('◌ queued');
    expect(deliveryMark({ ...base, state: 'queued', custody: { held: 1, of: 3 } })).toBe('◌ queued, 1/3 in custody');
    expect(deliveryMark({ ...base, state: 'custody', custody: { held: 2, of: 3 } })).toBe('◔ in custody 2/3');
    expect(deliveryMark({ ...base, state: 'delivered', devices: { delivered: 1, of: 1 } })).toBe('✓ delivered');
    expect(deliveryMark({ ...base, state: 'delivered', devices: { delivered: 1, of: 2 } })).toBe(
      '✓ delivered to 1/2 devices',
    );
    expect(deliveryMark({ ...base, state: 'read' })).toBe('✓✓ read');
  });

  it('says why it waits, while nobody has it', () => {
    const queued = { ...base, state: 'queued', waits: { reason: 'not-in-custody', failure: 'unreachable' } } as const;
    expect(deliveryMark(queued)).toBe('◌ queued: no mailbox could be reached');
    expect(deliveryMark({ ...queued, waits: { reason: 'no-keys' } })).toBe('◌ queued: no keys of the contact yet');
    expect(deliveryMark({ ...queued, waits: { reason: 'no-session' } })).toBe(
      '◌ queued: no fresh keys of the contact yet',
    );
    expect(deliveryMark({ ...queued, waits: { reason: 'keys-changed' } })).toBe(
      '◌ queued: the keys of the contact changed',
    );
    expect(deliveryMark({ ...queued, waits: { reason: 'not-tried' } })).toBe('◌ queued');
    expect(deliveryMark({ ...queued, waits: { reason: 'not-in-custody' } })).toBe('◌ queued');
    expect(deliveryMark({ ...queued, custody: { held: 1, of: 3 } })).toBe('◌ queued, 1/3 in custody');
  });

  it('gives the reason of a failure', () => {
    expect(deliveryMark({ ...base, state: 'failed', failure: 'quota' })).toBe(
      '! failed: the mailboxes have no room for it',
    );
    expect(deliveryMark({ ...base, state: 'failed', failure: 'some-new-code' })).toBe('! failed: some-new-code');
    expect(deliveryMark({ ...base, state: 'failed' })).toBe('! failed: unknown reason');
    expect(deliveryMark({ ...base, state: 'expired' })).toBe('! expired before anybody fetched it');
  });
});
