/** Planted faults for the self-test of the watch: the first word of an input chooses one. */
import { DecodeError, encodeUtf8, UsageError } from '@sotto/wire';
import { type FuzzTarget, type Verdict, Violation } from '../target.ts';

const SECRET = encodeUtf8('a key of thirty-two bytes, exact');
const FAULTS: Readonly<Record<string, (input: Uint8Array) => Verdict | Promise<Verdict>>> = {
  spin: () => {
    for (;;);
  },
  wait: () => new Promise(() => {}),
  allocate: () => {
    const kept: number[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i));
  },
  reserve: () => (new Uint8Array(200 * 1_048_576).length > 0 ? 'accepted' : 'refused'),
  reject: () => {
    void Promise.reject(new RangeError('nobody listens'));
    return new Promise((resolve) => setImmediate(() => resolve('accepted')));
  },
  'type-error': (input) => (input as unknown as { readonly missing: { readonly field: Verdict } }).missing.field,
  'foreign-code': () => {
    throw new DecodeError('made-up' as 'malformed', 'a code that is in no list');
  },
  usage: () => {
    throw new UsageError('invalid-argument', 'not the caller’s fault');
  },
  repeat: (input) => {
    throw new DecodeError('malformed', `cannot read ${Buffer.from(input).toString('latin1')}`);
  },
  'show-key': () => {
    throw new DecodeError('malformed', 'refused', { cause: new RangeError(Buffer.from(SECRET).toString('hex')) });
  },
  scribble: (input) => {
    input.fill(0);
    return 'accepted';
  },
  pollute: () => {
    Object.assign(Object.prototype, { polluted: true });
    return 'accepted';
  },
  violate: () => {
    throw new Violation('a rule of the target');
  },
  fixed: () => {
    throw new DecodeError('malformed', 'a fixed text with the word accepted in it');
  },
};

export function openTarget(): FuzzTarget {
  return {
    covers: [],
    shape: 'text',
    maxBytes: 64,
    seeds: [],
    secrets: [SECRET],
    run: (input) => FAULTS[Buffer.from(input).toString('latin1').split(' ')[0] ?? '']?.(input) ?? 'refused',
  };
}
