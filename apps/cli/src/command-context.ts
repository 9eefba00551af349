/** What one run of a command works with: the global options, opened late, and the process around it. */
import type { SottoClient } from '@sotto/client';
import type { Environment } from './environment.ts';
import type { Paint } from './paint.ts';
import { obtainPassphrase } from './passphrase.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly home?: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
  /** Milliseconds. */
  readonly lockWait: number;
}

export interface CommandContext {
  readonly environment: Environment;
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly passphraseFile: string | undefined;
  readonly json: boolean;
  /** How long to wait for another process that holds the home. */
  readonly waitMs: number;
  readonly paint: Paint;
  /**
   * Prints what the command has to say, as JSON or text. For commands that go on working afterwards; the others return
   * it. At most once in a run: with `--json` exactly one value may be printed.
   */
  readonly print: (result: CommandResult) => void;
}

/** What a command has to say: one JSON value for scripts, a text for a person, without last line ending. */
export interface CommandResult {
  readonly json: unknown;
  readonly text: string;
  /** Default: 0. */
  readonly exitCode?: number;
}

/** Longest time that ending connections may take; everything durable is durable before. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Opens the account, does `work` and closes it again, also when `work` fails. */
export async function withClient<T>(
  context: CommandContext,
  command: string,
  work: (client: SottoClient) => Promise<T>,
): Promise<T> {
  const { environment, home, waitMs } = context;
  const passphrase = await obtainPassphrase(context.passphraseFile, environment);
  const client = await environment.backend.open({ home, passphrase, command, waitMs, reachable: false });
  return workAndClose(client, environment, work);
}

/** Does `work` and closes the client, also when `work` fails. */
export async function workAndClose<T>(
  client: SottoClient,
  environment: Environment,
  work: (client: SottoClient) => Promise<T>,
): Promise<T> {
  try {
    return await work(client);
  } finally {
    await closeClient(client, environment);
  }
}

/** Closes the client, and waits for it at most five seconds. */
export async function closeClient(client: SottoClient, environment: Environment): Promise<void> {
  let cancel = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = environment.clock.schedule(CLOSE_TIMEOUT_MS, resolve);
  });
  try {
    await Promise.race([client.close(), late]);
  } finally {
    cancel();
  }
}
