/** Engines that are wrong in one way each, to show that schedules find such a fault, shrink it and save it. */
import { honestEngine } from './engine.ts';
import type { Faults } from './stage.ts';

export interface PlantedFault {
  readonly name: string;
  readonly faults: Faults;
  /** The rule that finds it. */
  readonly rule: RegExp;
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'a seal that does not advance its chain',
    faults: {
      engine: {
        ...honestEngine,
        seal: (options) => ({ ...honestEngine.seal(options), next: options.session, consumed: [] }),
      },
    },
    rule: /^B8: one key sealed two messages/,
  },
  {
    name: 'a restored store that sends on its old chains',
    faults: { forgetsRestores: true },
    rule: /^B8: one key sealed two messages/,
  },
  {
    name: 'an open that does not use up the key of a message',
    faults: {
      engine: {
        ...honestEngine,
        open: async (options) => {
          const result = await honestEngine.open(options);
          return result.kind === 'opened' ? { ...result, next: options.session, consumed: [] } : result;
        },
      },
    },
    rule: /^B(4|6): /,
  },
  {
    name: 'an open that says a key is consumed which lives on',
    faults: {
      engine: {
        ...honestEngine,
        open: async (options) => {
          const result = await honestEngine.open(options);
          if (result.kind !== 'opened') return result;
          return { ...result, consumed: [...result.consumed, result.next.nextSendingHeaderKey] };
        },
      },
    },
    rule: /^B6: a consumed secret/,
  },
  {
    name: 'an open that changes the session when it refuses',
    faults: {
      engine: {
        ...honestEngine,
        open: async (options) => {
          const result = await honestEngine.open(options);
          if (result.kind === 'not-for-us') options.session.nextReceivingHeaderKey.fill(0);
          return result;
        },
      },
    },
    rule: /^B(3|5): /,
  },
];
