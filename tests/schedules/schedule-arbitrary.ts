/** Schedules as fast-check draws them. */
import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { CRASHES, type Schedule, type Step, TRICKS } from './schedule.ts';

const MAX_STEPS = 60;
/** Of a talk; enough for an epoch that is due. */
const MAX_ROUNDS = 4;
const HOURS = [1, 25, -25, 24 * 8, 24 * 15, 24 * 31];
/** Around the bounds of what a session skips and keeps; small ones are cheap, and many fill the memory too. */
const LOST = [1, 6, LIMITS.MAX_SKIPPED_KEYS, LIMITS.MAX_FORWARD_JUMP, LIMITS.MAX_FORWARD_JUMP + 1];

/** Whole numbers that shrink towards the first ones. */
const position = fc.nat({ max: 3 });
const pick = fc.nat({ max: 40 });
const between = { by: position, to: position };

function what<Do extends Step['do']>(name: Do) {
  return { do: fc.constant(name) };
}

const crash = fc.option(fc.constantFrom(...CRASHES), { nil: undefined, freq: 8 });
const lost = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...LOST.slice(0, 2)) },
  { weight: 1, arbitrary: fc.constantFrom(...LOST.slice(2)) },
);
const trick = fc.oneof(
  { weight: 10, arbitrary: fc.constant('none' as const) },
  { weight: 4, arbitrary: fc.constantFrom(...TRICKS.slice(1)) },
);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ ...what('send'), ...between, crash }) },
  { weight: 26, arbitrary: fc.record({ ...what('deliver'), pick, trick, bit: fc.nat(), crash }) },
  { weight: 6, arbitrary: fc.record({ ...what('talk'), ...between, rounds: fc.integer({ min: 1, max: MAX_ROUNDS }) }) },
  { weight: 2, arbitrary: fc.record({ ...what('burst'), ...between, lost }) },
  { weight: 3, arbitrary: fc.record({ ...what('lose'), pick }) },
  { weight: 5, arbitrary: fc.record({ ...what('replay'), pick }) },
  { weight: 2, arbitrary: fc.record({ ...what('junk'), ...between }) },
  { weight: 2, arbitrary: fc.record({ ...what('restart'), by: position }) },
  { weight: 2, arbitrary: fc.record({ ...what('restore'), by: position, back: pick }) },
  { weight: 2, arbitrary: fc.record({ ...what('renew'), ...between }) },
  { weight: 1, arbitrary: fc.record({ ...what('drain'), by: position }) },
  { weight: 1, arbitrary: fc.record({ ...what('refill'), by: position }) },
  { weight: 1, arbitrary: fc.record({ ...what('twice'), by: position }) },
  { weight: 3, arbitrary: fc.record({ ...what('clock'), by: position, hours: fc.constantFrom(...HOURS) }) },
);

export function schedules(devices: Schedule['devices']): fc.Arbitrary<Schedule> {
  return fc.record({
    devices: fc.constant(devices),
    seed: fc.nat(),
    steps: fc.array(anyStep, { maxLength: MAX_STEPS, size: 'max' }),
  });
}
