import { describe, expect, it } from 'vitest';
import { CommitPace } from './commit-pace.ts';

describe('the pace of commits', () => {
  it('is fast before anything was committed', () => {
    expect(new CommitPace().isSlowFor(1)).toBe(false);
  });

  it('is slow for few operations and fast for many when flushes take their time', () => {
    const pace = new CommitPace();
    for (let i = 0; i < 100; i++) pace.note(2);
    expect(pace.isSlowFor(64)).toBe(true);
    expect(pace.isSlowFor(256)).toBe(false);
  });

  it('is not changed by one slow flush among fast ones, and follows when they stay slow', () => {
    const pace = new CommitPace();
    for (let i = 0; i < 100; i++) pace.note(0.2);
    pace.note(8);
    expect(pace.isSlowFor(64)).toBe(false);
    for (let i = 0; i < 3; i++) pace.note(8);
    expect(pace.isSlowFor(64)).toBe(true);
    for (let i = 0; i < 20; i++) pace.note(0.2);
    expect(pace.isSlowFor(64)).toBe(false);
  });
});
