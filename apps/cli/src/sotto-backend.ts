/** The backend of a real process: the SDK and the daemon, composed here and nowhere else in this app. */
import type { Backend } from './backend.ts';

/** While a person's app is open it takes direct connections, from pages too, on any free port, and is found on the local network. */
const REACHABLE = { listen: { host: '0.0.0.0', port: 0, webSocketPort: 0 }, discovery: true } as const;
/** A command that ends by itself is nobody's to find. */
const UNREACHABLE = { listen: false, discovery: false } as const;

export const sottoBackend: Backend = {
  exists: async (home) => (await (await import('sotto')).Sotto.status(home)).account !== 'none',

  hasOwnMailbox: async (home) => (await import('./own-mailbox.ts')).isOwnMailboxFounded(home),

  create: async ({ home, passphrase, name, mailboxes, reachable, command, waitMs }) => {
    const { Sotto } = await import('sotto');
    const options = { home, passphrase, name, command, waitMs, ...(reachable ? REACHABLE : UNREACHABLE) };
    if (!reachable || mailboxes.length > 0) {
      const { sotto, recoveryWords } = await Sotto.create({ ...options, mailboxes });
      return { client: sotto, recoveryWords };
    }
    const { foundOwnMailbox, publicAddress } = await import('./own-mailbox.ts');
    const mailbox = await foundOwnMailbox(home);
    const created = await stoppedOnFailure(mailbox, () =>
      Sotto.create({ ...options, mailboxes: [publicAddress(mailbox)], onClosed: () => mailbox.stop() }),
    );
    return { client: created.sotto, recoveryWords: created.recoveryWords };
  },

  recover: async ({ reachable, ...options }) => {
    const { Sotto } = await import('sotto');
    return await Sotto.recover({ ...options, ...(reachable ? REACHABLE : UNREACHABLE) });
  },

  open: async ({ home, passphrase, command, waitMs, reachable }) => {
    const { Sotto } = await import('sotto');
    const options = { home, passphrase, command, waitMs };
    if (!reachable) return await Sotto.open({ ...options, ...UNREACHABLE });
    const sotto = await Sotto.open({
      ...options,
      ...REACHABLE,
      onClosed: async () => (await mailbox)?.stop(),
    });
    // Only the one who has the home may run the mailbox in it.
    const { startOwnMailbox } = await import('./own-mailbox.ts');
    const mailbox = startOwnMailbox(home);
    await mailbox;
    return sotto;
  },

  runMailbox: async ({ listen, announce, folder, metricsPort, limits, log }) => {
    const [{ jsonLineLog, runMailbox }, { systemClock: clock, systemRandom: random }] = await Promise.all([
      import('@sotto/mailbox'),
      import('sotto'),
    ]);
    return runMailbox({
      folder,
      listen,
      // The mailbox refuses names that it does not know and values out of range.
      policy: limits,
      ...(announce === undefined ? {} : { announce }),
      ...(metricsPort === undefined ? {} : { metrics: { port: metricsPort } }),
      log: jsonLineLog(clock, log),
      clock,
      random,
    });
  },
};

async function stoppedOnFailure<T>(mailbox: { stop(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await mailbox.stop();
    throw error;
  }
}
