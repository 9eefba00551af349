/** Keeps libp2p silent: its log lines name peers and addresses (attack G7). */
import type { ComponentLogger, Logger } from '@libp2p/interface';

function ignore(): void {}

const QUIET: Logger = Object.assign(ignore, { error: ignore, trace: ignore, enabled: false, newScope: () => QUIET });

/** A logger that writes nothing, whatever the environment asks for. */
export const quietLogger: ComponentLogger = { forComponent: () => QUIET };
