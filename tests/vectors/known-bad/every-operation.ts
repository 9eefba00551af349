/** Replacing every operation of a subject at once. */

export type Operation = (...input: readonly unknown[]) => unknown;

/** A copy in which each function, however deep, is what `wrap` makes of it. */
export function withEveryOperation<Value extends object>(
  value: Value,
  wrap: (operation: Operation) => Operation,
): Value {
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    if (typeof member === 'function') return [name, wrap(member as Operation)];
    if (typeof member === 'object' && member !== null) return [name, withEveryOperation(member, wrap)];
    return [name, member];
  });
  return Object.fromEntries(members) as Value;
}

/** Never refuses: whatever is thrown becomes bytes, whatever is false becomes true. */
export function accepting(operation: Operation): Operation {
  const anything = () => new Uint8Array(32);
  return (...input) => {
    try {
      const output = operation(...input);
      if (output === false) return true;
      return output instanceof Promise ? output.catch(anything) : output;
    } catch {
      return anything();
    }
  };
}

const SECRET_HALVES = new Set(['secretKey', 'seed']);

function changed(output: unknown): unknown {
  if (output instanceof Uint8Array) return output.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
  if (typeof output === 'boolean') return !output;
  if (output instanceof Promise) return output.then(changed);
  if (typeof output !== 'object' || output === null) return output;
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [name, SECRET_HALVES.has(name) ? value : changed(value)]),
  );
}

/** Refuses what must be refused, and is off by one bit otherwise. */
export function offByOneBit(operation: Operation): Operation {
  return (...input) => changed(operation(...input));
}
