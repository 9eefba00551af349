/** Waiting for what becomes of a message: in custody or further, failed, or still queued and why. */
import type { MessageView, SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { SottoError } from '@sotto/wire';
import type { CommandResult } from './command-context.ts';
import { deliveryMark, describeFailureCode, waitCode } from './delivery-mark.ts';
import { EXIT_CODES, exitCodeOfFailure } from './exit-code.ts';
import { sentJson } from './json-shapes.ts';

export interface Dispatch {
  readonly message: MessageView;
  /** A code; present when the message is not in custody or further. */
  readonly reason?: string;
}

export interface DispatchOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Connects and waits for `message`. Never fails because nobody can be reached: the message stays queued. */
export async function dispatch(
  client: SottoClient,
  message: Pick<MessageView, 'id'>,
  options: DispatchOptions,
): Promise<Dispatch> {
  const startedAtMs = options.clock.nowMs();
  let connectionFault: unknown;
  // Not awaited: a slow connection must not make the wait longer than asked for.
  client.goOnline().catch((error: unknown) => {
    connectionFault = error;
  });
  const settled = await client.settled(message.id, { timeoutMs: options.timeoutMs });
  if (connectionFault !== undefined && !(connectionFault instanceof SottoError)) throw connectionFault;
  if (settled.state === 'failed' || settled.state === 'expired') {
    return { message: settled, reason: settled.failure ?? settled.state };
  }
  if (settled.state !== 'queued') return { message: settled };
  const waitsFor = waitCode(settled.waits);
  if (waitsFor !== undefined) return { message: settled, reason: waitsFor };
  const { lastError } = await client.status();
  const recent = lastError !== undefined && lastError.atMs >= startedAtMs ? lastError.code : undefined;
  return { message: settled, reason: connectionFault?.code ?? recent ?? 'timeout' };
}

const REASONS: Readonly<Record<string, string>> = {
  'no-keys': 'no keys of the contact could be fetched yet',
  'not-waited': 'not waited for',
  timeout: 'nobody has taken it in the time given',
  unreachable: 'not enough mailboxes of the contact could be reached',
};

/** The result of `send` and `retry`. */
export function dispatchResult({ message, reason }: Dispatch): CommandResult {
  const lines = [deliveryMark(message)];
  if (message.state === 'queued' && reason !== undefined) {
    lines.push(
      `  Safe in the outbox; the next connection sends it. Why not now: ${REASONS[reason] ?? describeFailureCode(reason)}.`,
    );
  }
  const lost = message.state === 'failed' || message.state === 'expired';
  if (lost) lines.push(`  Try again: sotto retry ${message.id}`);
  return {
    json: sentJson(message, reason),
    text: lines.join('\n'),
    exitCode: lost ? exitCodeOfFailure(message.failure) : EXIT_CODES.ok,
  };
}
