/** What of ours about one message nobody got, each with the way to try again. */
import type { MessageView } from '@sotto/client';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { effectType } from '../../state/conversations/failed-effects.ts';
import { useFailedEffectsHere } from './failed-effects-context.ts';
import { failureText } from './failure-text.ts';

export function EffectList({ message }: { readonly message: MessageView }) {
  const { t } = useI18n();
  const { failed } = useFailedEffectsHere();
  const effects = failed.filter(({ target }) => target === message.id);
  if (effects.length === 0) return null;
  return (
    <section className="evidence-part">
      <h3>{t('effect.title')}</h3>
      {effects.map((effect) => (
        <FailedEffect key={effect.id} effect={effect} />
      ))}
    </section>
  );
}

function FailedEffect({ effect }: { readonly effect: MessageView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { dismiss, retry } = useFailedEffectsHere();
  const kind = effectType(effect);
  if (kind === undefined) return null;
  return (
    <div className="device-evidence">
      <p>{t(`effect.${kind}`)}</p>
      {effect.state === 'failed' && effect.failure !== undefined ? (
        <p className="evidence-reason">{t('delivery.reason', { reason: failureText(effect.failure, i18n) })}</p>
      ) : null}
      <div className="effect-ways">
        <Button onPress={() => dismiss(effect)}>{t('action.dismiss')}</Button>
        <Button kind="primary" onPress={() => retry(effect)}>
          {t('action.retry')}
        </Button>
      </div>
    </div>
  );
}
