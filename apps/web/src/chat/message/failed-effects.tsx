/**
 * Reactions, changes and deletions that could not be sent, also before the page was opened, above the field:
 * they have no place of their own.
 */
import type { MessageView } from '@sotto/client';
import { useEffect, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import './failed-effects.css';

const EFFECTS = ['sotto/reaction', 'sotto/edit', 'sotto/delete'] as const;
/** More of them are told once the first ones are done with. */
const MAX_FAILED = 20;

export function FailedEffects({ contact }: { readonly contact: string }) {
  const { t } = useI18n();
  const client = useClient();
  const [failed, setFailed] = useState<readonly MessageView[]>([]);
  useEffect(() => {
    let isGone = false;
    const stop = client.on('message-state', (effect) => {
      if (effect.contact === contact) setFailed((before) => withEffect(before, effect));
    });
    client
      .failedEffects(contact)
      .then((effects) => {
        if (!isGone) setFailed((before) => effects.reduce(withEffect, before));
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
      stop();
    };
  }, [client, contact]);
  const [first] = failed;
  const kind = EFFECTS.find((type) => type === first?.type);
  if (first === undefined || kind === undefined) return null;
  const forget = () => setFailed((before) => before.filter(({ id }) => id !== first.id));
  return (
    <div className="failed-effects">
      <Banner
        kind="problem"
        title={t(`effect.${kind}`)}
        isNews
        actions={
          <>
            <Button
              onPress={() => {
                forget();
                client.dismissEffect(first.id).catch(() => undefined);
              }}
            >
              {t('action.dismiss')}
            </Button>
            <Button
              kind="primary"
              onPress={() => {
                forget();
                client.retry(first.id).catch(() => setFailed((before) => withEffect(before, first)));
              }}
            >
              {t('action.retry')}
            </Button>
          </>
        }
      />
    </div>
  );
}

/** Those that failed, each once; one that goes on is none of them any more. */
export function withEffect(failed: readonly MessageView[], effect: MessageView): readonly MessageView[] {
  if (!EFFECTS.some((type) => type === effect.type)) return failed;
  const others = failed.filter(({ id }) => id !== effect.id);
  const isFailed = effect.state === 'failed' || effect.state === 'expired';
  return isFailed ? [...others, effect].slice(0, MAX_FAILED) : others;
}
