import { asTopic, LIMITS } from '@sotto/wire';
import { expect, it } from 'vitest';
import { WritableTopics } from './writable-topics.ts';

const topic = (number: number) => asTopic(new Uint8Array(32).fill(number & 255).fill(number >> 8, 0, 1));

it('knows the topics that were added, and forgets one', () => {
  const topics = new WritableTopics();
  topics.add(topic(1));
  topics.add(topic(2));
  topics.delete(topic(1));
  expect([topics.has(topic(1)), topics.has(topic(2)), topics.size]).toEqual([false, true, 1]);
});

it('keeps the MAX_WRITABLE_TOPICS that were put to last', () => {
  const topics = new WritableTopics();
  for (let i = 0; i < LIMITS.MAX_WRITABLE_TOPICS; i++) topics.add(topic(i));
  topics.add(topic(0));
  topics.add(topic(LIMITS.MAX_WRITABLE_TOPICS));
  expect(topics.size).toBe(LIMITS.MAX_WRITABLE_TOPICS);
  expect([topics.has(topic(0)), topics.has(topic(1)), topics.has(topic(2))]).toEqual([true, false, true]);
});
