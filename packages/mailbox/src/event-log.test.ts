import { FakeClock } from '@sotto/testkit';
import { LimitError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { errorFacts, jsonLineLog } from './event-log.ts';

describe('the event log', () => {
  it('writes one JSON object per event', () => {
    const lines: string[] = [];
    const log = jsonLineLog(new FakeClock(), (line) => lines.push(line));
    log('started', { listeners: 2 });
    log('stopped');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: '2030-01-01T00:00:00.000Z', event: 'started', listeners: 2 },
      { time: '2030-01-01T00:00:00.000Z', event: 'stopped' },
    ]);
    for (const line of lines) expect(line).not.toContain('\n');
  });

  it('says of an error what kind it is and never its text (attack G7)', () => {
    expect(errorFacts(new LimitError('quota', 'a secret'))).toEqual({ error: 'LimitError', code: 'quota' });
    expect(errorFacts(new RangeError('a secret'))).toEqual({ error: 'RangeError' });
    expect(errorFacts('a secret')).toEqual({ error: 'string' });
  });
});
