/** What may happen to two devices and the network between them, and how fast-check makes it up. */
import fc from 'fast-check';

export type Side = 'initiator' | 'recipient';

export type Event =
  /** Seals some messages in a row. */
  | { readonly kind: 'send'; readonly from: Side; readonly count: number }
  /** Opens one of those under way; it is then delivered. */
  | { readonly kind: 'deliver'; readonly to: Side; readonly which: number }
  /** Everything under way to this side, in order. */
  | { readonly kind: 'deliver all'; readonly to: Side }
  | { readonly kind: 'lose'; readonly to: Side; readonly which: number }
  /** One that was delivered comes once more. */
  | { readonly kind: 'repeat'; readonly to: Side; readonly which: number }
  /** One under way comes with a bit changed, and stays under way. */
  | { readonly kind: 'tamper'; readonly to: Side; readonly which: number; readonly bit: number }
  /** One comes back to who sent it. */
  | { readonly kind: 'reflect'; readonly to: Side; readonly which: number }
  /** So many rounds of one message each way, without loss. */
  | { readonly kind: 'rounds'; readonly first: Side; readonly count: number }
  | { readonly kind: 'restart'; readonly side: Side }
  | { readonly kind: 'wait'; readonly ms: number };

const HOUR_MS = 3_600_000;
const side = fc.constantFrom<Side>('initiator', 'recipient');
const which = fc.nat({ max: 60 });

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send'), from: side, count: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver'), to: side, which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deliver all'), to: side }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose'), to: side, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat'), to: side, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tamper'), to: side, which, bit: fc.nat({ max: 16_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reflect'), to: side, which }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('rounds'), first: side, count: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart'), side }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait'),
      ms: fc.constantFrom(1, HOUR_MS, 24 * HOUR_MS - 1, 24 * HOUR_MS, 15 * 24 * HOUR_MS, 30 * 24 * HOUR_MS, -HOUR_MS),
    }),
  },
) as fc.Arbitrary<Event>;

export interface Schedule {
  readonly seed: number;
  readonly withOneTimePrekey: boolean;
  readonly events: readonly Event[];
}

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  withOneTimePrekey: fc.boolean(),
  events: fc.array(event, { minLength: 1, maxLength: 40, size: 'max' }),
});
