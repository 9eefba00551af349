/** Messages that pass just now; each is shown for a moment. */
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../state/application.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { type Pulse, pathOf } from './path-traffic.ts';

const SHOWN_MS = 1_400;
const MAX_PULSES = 32;

export function usePulses(): readonly Pulse[] {
  const client = useClient();
  const contacts = useContacts();
  const [pulses, setPulses] = useState<readonly Pulse[]>([]);
  const last = useRef(0);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stops = (['message', 'message-state'] as const).map((kind) =>
      client.on(kind, (message) => {
        const isOnline = contacts.entry(message.contact)?.contact.online === true;
        const path = pathOf(message, kind, isOnline);
        if (path === undefined) return;
        const pulse: Pulse = { ...path, id: ++last.current };
        setPulses((before) => [...before, pulse].slice(-MAX_PULSES));
        const timer = setTimeout(() => {
          timers.delete(timer);
          setPulses((before) => before.filter(({ id }) => id !== pulse.id));
        }, SHOWN_MS);
        timers.add(timer);
      }),
    );
    return () => {
      for (const stop of stops) stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [client, contacts]);
  return pulses;
}
