import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('does what a map does whose keys are put in again when they are used', () => {
  const step = fc.record({
    kind: fc.constantFrom('set', 'use', 'peek', 'delete', 'clear'),
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    value: fc.integer(),
  });
  const property = fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 4 }), (steps, maxKeys) => {
    const map = new RecentMap<number>(maxKeys);
    const model = new Map<string, number>();
    for (const { kind, key, value } of steps) {
      const known = model.get(key);
      if (kind === 'peek') expect(map.peek(key)).toBe(known);
      if (kind === 'delete') map.delete(key);
      if (kind === 'clear') map.clear();
      if (kind === 'use') expect(map.use(key)).toBe(known);
      if (kind === 'use' && known !== undefined) {
        model.delete(key);
        model.set(key, known);
      }
      if (kind === 'delete') model.delete(key);
      if (kind === 'clear') model.clear();
      if (kind === 'set') {
        model.delete(key);
        model.set(key, value);
        const [oldest] = model;
        const gone = model.size > maxKeys ? oldest : undefined;
        if (gone !== undefined) model.delete(gone[0]);
        expect(map.set(key, value)).toBe(gone?.[1]);
      }
      expect(map.size).toBe(model.size);
    }
    for (const [key, value] of model) expect(map.peek(key)).toBe(value);
  });
  fc.assert(property, { seed: 11, numRuns: 500 });
});
