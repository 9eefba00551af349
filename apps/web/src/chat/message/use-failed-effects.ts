import type { MessageView } from '@sotto/client';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from '../../state/application.ts';
import { withEffect, withoutEffect, withoutVoid } from '../../state/conversations/failed-effects.ts';
import type { FailedEffectsValue } from './failed-effects-context.ts';

/** What could not be sent in a conversation, also before the page was opened, as long as the component is there. */
export function useFailedEffects(contact: string): FailedEffectsValue {
  const client = useClient();
  const [failed, setFailed] = useState<readonly MessageView[]>([]);
  useEffect(() => {
    let isGone = false;
    const stops = [
      client.on('message-state', (effect) => {
        if (effect.contact === contact) setFailed((before) => withEffect(before, effect));
      }),
      client.on('message-changed', (message) => {
        if (message.contact === contact) setFailed((before) => withoutVoid(before, message));
      }),
    ];
    client
      .failedEffects(contact)
      .then((effects) => {
        if (!isGone) setFailed((before) => effects.reduce(withEffect, before));
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
      for (const stop of stops) stop();
    };
  }, [client, contact]);
  return useMemo(
    () => ({
      failed,
      dismiss(effect) {
        setFailed((before) => withoutEffect(before, effect));
        client.dismissEffect(effect.id).catch(() => undefined);
      },
      retry(effect) {
        setFailed((before) => withoutEffect(before, effect));
        client.retry(effect.id).catch(() => setFailed((before) => withEffect(before, effect)));
      },
    }),
    [client, failed],
  );
}
