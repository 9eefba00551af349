/** Prints a value as `inspect` of Node does, as far as our tests look: own members, and the object's own say in it. */

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

export function inspect(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const custom: unknown = Reflect.get(value, CUSTOM);
  if (typeof custom === 'function') return inspect(custom.call(value));
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} [ ${String(value).replaceAll(',', ', ')} ]`;
  const members = Reflect.ownKeys(value).map((key) => `${String(key)}: ${inspect(Reflect.get(value, key))}`);
  return `{ ${members.join(', ')} }`;
}
