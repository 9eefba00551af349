import { create, RefusalCode, RefusalSchema } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { refusalError } from './refusal.ts';

describe('refusal', () => {
  it.each([
    [RefusalCode.UNSPECIFIED, 'unavailable', 'refused'],
    [RefusalCode.MALFORMED, 'unavailable', 'refused'],
    [RefusalCode.TOO_LARGE, 'limit', 'too-large'],
    [RefusalCode.QUOTA, 'limit', 'quota'],
    [RefusalCode.RATE, 'limit', 'rate'],
    [RefusalCode.ADMISSION_NEEDED, 'limit', 'admission-needed'],
    [RefusalCode.DISK_FULL, 'limit', 'disk-full'],
    [RefusalCode.UNKNOWN_TOPIC_OR_KEY, 'unavailable', 'unknown-topic-or-key'],
    [RefusalCode.NOT_FOUND, 'unavailable', 'not-found'],
    [RefusalCode.STALE, 'unavailable', 'refused'],
    [RefusalCode.UNAVAILABLE, 'unavailable', 'refused'],
    [99 as RefusalCode, 'unavailable', 'refused'],
  ])('code %i becomes %s %s', (code, kind, errorCode) => {
    const error = refusalError(create(RefusalSchema, { code, retryAfterSeconds: 7 }));
    expect(error).toMatchObject({ kind, code: errorCode, facts: { retryAfterSeconds: 7 } });
  });
});
