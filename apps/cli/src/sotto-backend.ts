/** The backend of a real process: the SDK and the daemon, composed here and nowhere else in this app. */
import type { Backend } from './backend.ts';

/** Where direct connections are taken while a person's app is open: any free port. */
const LISTEN_ANYWHERE = { host: '0.0.0.0', port: 0 } as const;

export const sottoBackend: Backend = {
  exists: async (home) => (await import('sotto')).Sotto.exists(home),

  create: async ({ home, passphrase, name, mailboxes, command, waitMs }) => {
    const { Sotto } = await import('sotto');
    const { sotto, recoveryWords } = await Sotto.create({ home, passphrase, name, mailboxes, command, waitMs });
    return { client: sotto, recoveryWords };
  },

  open: async ({ home, passphrase, command, waitMs, reachable }) => {
    const { Sotto } = await import('sotto');
    const network = reachable
      ? { listen: LISTEN_ANYWHERE, discovery: true }
      : { listen: false as const, discovery: false };
    return Sotto.open({ home, passphrase, command, waitMs, ...network });
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
