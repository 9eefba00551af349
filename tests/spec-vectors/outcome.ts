/** Runs one vector: `success` with an output, or the code of the error. */
import { type Case, Input, type JsonObject, type Runs } from './vector.ts';

export interface VectorOutcome {
  readonly expect: string;
  readonly output?: JsonObject;
}

/** `codeOf` tells the errors of the implementation from mistakes, which are thrown on. */
export async function outcomeOf(
  { path, run, input }: Pick<Case, 'path' | 'run' | 'input'>,
  runs: Runs,
  codeOf: (error: unknown) => string | undefined,
): Promise<VectorOutcome> {
  const play = runs[run];
  if (play === undefined) throw new RangeError(`${path}: nothing runs '${run}'`);
  try {
    return { expect: 'success', output: await play(new Input(input)) };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw new TypeError(`${path} cannot be run`, { cause: error });
    return { expect: code };
  }
}
