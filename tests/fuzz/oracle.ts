/**
 * What every input of every target must keep to: typed errors only, nothing of the input or of a key in their text, the
 * caller's bytes and the shared prototypes as they were, bounded memory. Time is watched from outside (`isolated.ts`).
 */
import { getHeapStatistics } from 'node:v8';
import { DECODE_CODES, LIMIT_CODES, SottoError, UNAVAILABLE_CODES, USAGE_CODES, VERIFY_CODES } from '@sotto/wire';
import { errorText, exchanged, sharedPieces, showsSecret } from './error-text.ts';
import type { Finding, FindingKind } from './finding.ts';
import { sameBytes } from './joined-bytes.ts';
import { type FuzzTarget, type Verdict, Violation } from './target.ts';

/** Heap and array buffers that one input may take before anything is collected. */
export const MAX_GROWTH_BYTES: number = 96 * 1_048_576;

const CODES: Readonly<Record<SottoError['kind'], readonly string[]>> = {
  decode: DECODE_CODES,
  verify: VERIFY_CODES,
  usage: USAGE_CODES,
  limit: LIMIT_CODES,
  unavailable: UNAVAILABLE_CODES,
};
const DEFAULT_REFUSALS: readonly SottoError['kind'][] = ['decode', 'verify', 'limit'];
const SHARED_PROTOTYPES = [Object.prototype, Array.prototype, Uint8Array.prototype, Map.prototype];

/** The keys of every shared prototype, before any input. */
const PROTOTYPE_KEYS = prototypeKeys();

function prototypeKeys(): string {
  return SHARED_PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join('\n');
}

function memoryBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

export type Judged = { readonly verdict: Verdict } | { readonly finding: Finding };

/** Runs one input and judges it. Never throws. */
export async function judge(name: string, target: FuzzTarget, input: Uint8Array): Promise<Judged> {
  const given = Uint8Array.from(input);
  const found = (kind: FindingKind, message: string): Judged => ({ finding: { target: name, kind, message, input } });
  const before = memoryBytes();
  const outcome = await outcomeOf(target, given);
  const growth = memoryBytes() - before;
  if (growth > MAX_GROWTH_BYTES) return found('memory', `one input took ${growth} bytes`);
  if (!sameBytes(given, input)) return found('changed-input', 'the bytes of the caller were changed');
  if (prototypeKeys() !== PROTOTYPE_KEYS) return found('prototype', 'a shared prototype was changed');
  if ('verdict' in outcome) return outcome;
  const { error } = outcome;
  if (error instanceof Violation) return found('violation', error.message);
  const foreign = whyForeign(error, target.refusals ?? DEFAULT_REFUSALS);
  if (foreign !== undefined) return found('foreign-error', foreign);
  const leak = await whyLeak(target, input, error);
  return leak === undefined ? { verdict: 'refused' } : found('leak', leak);
}

async function outcomeOf(target: FuzzTarget, input: Uint8Array): Promise<{ verdict: Verdict } | { error: unknown }> {
  try {
    return { verdict: await target.run(input) };
  } catch (error) {
    return { error };
  }
}

function whyForeign(error: unknown, refusals: readonly SottoError['kind'][]): string | undefined {
  if (!(error instanceof SottoError)) {
    return error instanceof Error ? `${error.name}: ${error.message} ${placeOf(error)}` : 'threw what is no error';
  }
  if (!CODES[error.kind].includes(error.code)) return `${error.kind} error with the foreign code ${error.code}`;
  return refusals.includes(error.kind)
    ? undefined
    : `${error.kind} ${error.code} where it cannot be: ${error.message} ${placeOf(error)}`;
}

/** The function that threw, without the path of this machine. */
function placeOf(error: Error): string {
  return (
    /at (\S+) \(.*?\/(\w[\w.-]*:\d+)/
      .exec(error.stack ?? '')
      ?.slice(1)
      .join(' ') ?? ''
  );
}

async function whyLeak(target: FuzzTarget, input: Uint8Array, error: unknown): Promise<string | undefined> {
  const text = errorText(error);
  if (showsSecret(text, target.secrets ?? [])) return 'the text of an error shows a key';
  for (const piece of sharedPieces(text, input)) {
    const other = exchanged(input, piece);
    const outcome = await outcomeOf(target, other.input);
    if (!('error' in outcome)) continue;
    const followed = sharedPieces(errorText(outcome.error), other.piece);
    if (followed.length > 0) return 'the text of an error repeats the input';
  }
  return undefined;
}
