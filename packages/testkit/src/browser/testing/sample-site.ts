/** A site that does what it is told, so that the tools around it can be seen to notice. For tests only. */
import { describe, expect, test } from 'vitest';
import { runSuite } from '../page-suite.ts';

function answerOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', () => resolve('failed'));
    worker.postMessage(20);
  });
}

export const actions = {
  add: (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0),
  nothing: () => undefined,
  throw: () => {
    throw new TypeError('on purpose');
  },
  complain: () => reportError(new TypeError('out loud')),
  worker: () => answerOf(new Worker(new URL('./sample-worker.ts', import.meta.url), { type: 'module' })),
  otherScript: () => answerOf(new Worker('/page.js', { type: 'module' })),
  evaluate: () => new Function('return 42')(),
  suite: () =>
    runSuite(() => {
      describe('outer', () => {
        test('passes', () => expect(1).toBe(1));
        test.each([1, 2])('takes %d', (number) => expect(number).toBeLessThan(2));
        test.skip('is left out', () => undefined);
      });
    }),
};
