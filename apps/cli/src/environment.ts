/** Everything of the process that commands and screens may touch, so that tests can stand in for it. */
import type { Clock, Random } from '@sotto/ports';
import type { Backend } from './backend.ts';

/** Standard input: a stream of bytes, and a terminal with raw mode or not. */
export interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined;
  setRawMode?(enabled: boolean): unknown;
}

export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Environment {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly pid: number;
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly backend: Backend;
  /** Resolves when the process is told to end (SIGINT, SIGTERM, SIGHUP); from the first call on, that is our duty. */
  ended(): Promise<void>;
  /** Rejects with the first fault that nobody caught; from the first call on, reporting it is our duty. */
  faulted(): Promise<never>;
}

/** Whether colours may be used on this stream: only on a terminal, never with NO_COLOR (https://no-color.org). */
export function wantsColour(environment: Environment, stream: OutputStream): boolean {
  const { NO_COLOR: noColour, TERM: term } = environment.variables;
  return stream.isTTY === true && (noColour === undefined || noColour === '') && term !== 'dumb';
}
