/** The result of a command that changes a message: what became of the change, and the message as it is now. */
import type { SentEffect, SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import type { CommandResult } from './command-context.ts';
import { type Dispatch, dispatch, dispatchResult } from './dispatch.ts';
import { messageJson } from './json-shapes.ts';

export interface EffectWait {
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export async function effectResult(
  client: SottoClient,
  { id, message }: SentEffect,
  { wait, timeoutMs, clock }: EffectWait,
): Promise<CommandResult> {
  const sent: Dispatch = wait
    ? await dispatch(client, { id }, { timeoutMs, clock })
    : { message: { ...message, id, state: 'queued', custody: { held: 0, of: 0 } }, reason: 'not-waited' };
  const { json, text, exitCode } = dispatchResult(sent);
  return {
    json: { ...(json as object), message: messageJson(message) },
    text,
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}
