/** What the SDK says, read again whenever one of its events says that it may have changed. */

import { useEffect, useRef, useState } from 'react';
import type { Sotto as Client, ClientEvents } from 'sotto';
import { useClient } from './application.ts';

/**
 * `undefined` until the first answer. `read` may change between calls; pass in `dependencies` what it depends on. An
 * answer that was overtaken by a later one is dropped. A failed reading keeps the last answer.
 */
export function useClientValue<Value>(
  read: (client: Client) => Promise<Value>,
  events: readonly (keyof ClientEvents)[],
  dependencies: readonly unknown[] = [],
): Value | undefined {
  const client = useClient();
  const [value, setValue] = useState<Value>();
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  const eventKey = events.join();
  const dependencyKey = JSON.stringify(dependencies);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for what `read` and `events` depend on
  useEffect(() => {
    let turn = 0;
    let isGone = false;
    const refresh = () => {
      turn += 1;
      const mine = turn;
      latest
        .current(client)
        .then((next) => {
          if (!isGone && mine === turn) setValue(next);
        })
        .catch(() => undefined);
    };
    const stops = events.map((event) => client.on(event, refresh));
    refresh();
    return () => {
      isGone = true;
      for (const stop of stops) stop();
    };
  }, [client, eventKey, dependencyKey]);
  return value;
}
