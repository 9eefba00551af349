import { expect, it } from 'vitest';
import { LIMITS } from './limits.ts';
import { WritableTopics } from './writable-topics.ts';

it('knows the topics that were added, and forgets one', () => {
  const topics = new WritableTopics();
  topics.add('one');
  topics.add('two');
  topics.delete('one');
  expect([topics.has('one'), topics.has('two'), topics.size]).toEqual([false, true, 1]);
});

it('keeps the MAX_WRITABLE_TOPICS that were put to last', () => {
  const topics = new WritableTopics();
  for (let i = 0; i < LIMITS.MAX_WRITABLE_TOPICS; i++) topics.add(`${i}`);
  topics.add('0');
  topics.add('one more');
  expect(topics.size).toBe(LIMITS.MAX_WRITABLE_TOPICS);
  expect([topics.has('0'), topics.has('1'), topics.has('2')]).toEqual([true, false, true]);
});
