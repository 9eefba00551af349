/** The arguments of `npm run fuzz`. */
import { parseArgs } from 'node:util';
import { TARGET_NAMES } from './registry.ts';

export type FuzzCommand =
  | { readonly kind: 'search'; readonly targets: readonly string[]; readonly seconds: number; readonly seed: string }
  | { readonly kind: 'replay'; readonly target: string; readonly input: string }
  | { readonly kind: 'regenerate-seeds'; readonly targets: readonly string[] };

export const USAGE = `usage: npm run fuzz -- [target] [--seconds N] [--seed S]
       npm run fuzz -- <target> --input <file, or bytes as base64url>
       npm run fuzz -- [target] --regenerate-seeds
targets: ${TARGET_NAMES.join(' ')}`;

const DEFAULT_SECONDS = '60';
const MAX_SECONDS = 604_800;

/** `undefined`: not a command. */
export function parseCommand(args: readonly string[]): FuzzCommand | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: DEFAULT_SECONDS },
        seed: { type: 'string', default: '1' },
        input: { type: 'string' },
        'regenerate-seeds': { type: 'boolean', default: false },
      },
    });
    const [target, ...rest] = positionals;
    if (rest.length > 0 || (target !== undefined && !TARGET_NAMES.includes(target))) return undefined;
    const targets = target === undefined ? TARGET_NAMES : [target];
    if (values['regenerate-seeds']) return { kind: 'regenerate-seeds', targets };
    if (values.input !== undefined) {
      return target === undefined ? undefined : { kind: 'replay', target, input: values.input };
    }
    const seconds = Number(values.seconds);
    const isSeconds = Number.isFinite(seconds) && seconds > 0 && seconds <= MAX_SECONDS;
    return isSeconds ? { kind: 'search', targets, seconds, seed: values.seed } : undefined;
  } catch {
    return undefined;
  }
}
