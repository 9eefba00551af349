/** The first connection of a new device: its keys are published, and the topic that strangers write to is opened. */
import type { SottoClient } from '@sotto/client';
import { SottoError } from '@sotto/wire';
import type { CommandContext } from './command-context.ts';
import { remark } from './command-runner.ts';

const PUBLISH_TIMEOUT_MS = 15_000;

/** The account exists whether or not a mailbox can be reached now; every later connection publishes it again. */
export async function beReachable(context: CommandContext, client: SottoClient): Promise<void> {
  try {
    await client.sync({ timeoutMs: PUBLISH_TIMEOUT_MS });
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    remark(context, `The account is not published to its mailboxes yet (${error.code}). \`sotto sync\` tries again.`);
  }
}
