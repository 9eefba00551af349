import type { DeliveryState, OutboxRecord } from '@sotto/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryState, isStepUp } from './delivery-state.ts';

type Status = OutboxRecord['status'];
const STATUSES: readonly Status[] = ['pending', 'custody', 'delivered', 'expired', 'failed'];
const STATES: readonly DeliveryState[] = ['queued', 'custody', 'delivered', 'read', 'expired', 'failed'];

function stateOf(statuses: readonly Status[], waiting = false): string {
  return deliveryState(
    statuses.map((status) => ({ status })),
    waiting,
  ).state;
}

describe('the state of a message', () => {
  it.each([
    [['pending'], 'queued'],
    [['custody'], 'custody'],
    [['custody', 'pending'], 'queued'],
    [['custody', 'expired'], 'custody'],
    [['custody', 'failed'], 'custody'],
    [['delivered', 'pending'], 'delivered'],
    [['delivered', 'failed', 'expired'], 'delivered'],
    [['expired', 'failed'], 'expired'],
    [['failed', 'failed'], 'failed'],
    [[], 'queued'],
  ] as const)('of envelopes that are %j is %s', (statuses, state) => {
    expect(stateOf(statuses)).toBe(state);
  });

  it('is queued while some device has no envelope, unless another one has it already', () => {
    const some = fc.array(fc.constantFrom(...STATUSES), { maxLength: 8 });
    fc.assert(
      fc.property(some, (statuses) => {
        expect(stateOf(statuses, true)).toBe(statuses.includes('delivered') ? 'delivered' : 'queued');
      }),
    );
  });

  it('does not depend on the order of its envelopes', () => {
    const some = fc.array(fc.constantFrom(...STATUSES), { maxLength: 6 });
    fc.assert(
      fc.property(some, (statuses) => {
        expect(stateOf(statuses)).toBe(stateOf([...statuses].reverse()));
      }),
    );
  });

  it('says why it failed, in the words of an envelope that knows', () => {
    const failed = { status: 'failed' } as const;
    expect(deliveryState([failed, { ...failed, failure: 'too-large' }], false)).toMatchObject({ failure: 'too-large' });
    expect(deliveryState([failed], false)).toEqual({ state: 'failed', failure: 'refused' });
    expect(deliveryState([{ status: 'expired', failure: 'x' }], false)).toEqual({
      state: 'expired',
      failure: 'expired',
    });
    expect(deliveryState([{ status: 'custody', failure: 'x' }], false)).toEqual({ state: 'custody' });
  });
});

describe('the ladder', () => {
  it('is climbed, and evidence is never taken back', () => {
    const up = STATES.flatMap((from) => STATES.filter((to) => isStepUp(from, to)).map((to) => `${from} ${to}`));
    expect(up).toEqual([
      'queued custody',
      'queued delivered',
      'queued read',
      'queued expired',
      'queued failed',
      'custody delivered',
      'custody read',
      'custody expired',
      'custody failed',
      'delivered read',
      'expired queued',
      'expired custody',
      'expired delivered',
      'expired read',
      'expired failed',
      'failed queued',
      'failed custody',
      'failed delivered',
      'failed read',
      'failed expired',
    ]);
  });
});
