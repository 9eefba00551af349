import type { SottoClient } from '@sotto/client';
import { useClient } from '../../state/application.ts';
import { pageClock } from '../../state/page-clock.ts';
import { DraftKeeper } from './draft-keeper.ts';

const keepers = new WeakMap<SottoClient, DraftKeeper>();

/** The drafts of the open account. */
export function useDrafts(): DraftKeeper {
  const client = useClient();
  const keeper = keepers.get(client) ?? new DraftKeeper(client, pageClock);
  keepers.set(client, keeper);
  return keeper;
}
