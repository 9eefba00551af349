/** How far a message of ours came, step by step (specs/08 §7). */
import type { MessageView } from '@sotto/client';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { DeliveryState } from './delivery-icon.tsx';
import './ladder.css';

const LADDER: readonly DeliveryState[] = ['queued', 'custody', 'delivered', 'read'];

export function Ladder({ message, name }: { readonly message: MessageView; readonly name: string }) {
  const { t, dateTime } = useI18n();
  const { state, custody, devices } = message;
  const reached = LADDER.indexOf(state);
  return (
    <ol className="ladder">
      <Step
        isReached
        title={t('delivery.step.stored')}
        text={t('delivery.sent-at', { time: dateTime(message.sentAtMs) })}
      />
      <Step
        isReached={reached >= 1 && custody.held > 0}
        title={t('delivery.step.custody')}
        text={custody.of > 0 ? t('delivery.step.custody.count', custody) : t('delivery.step.custody.none')}
      />
      <Step
        isReached={reached >= 2}
        title={t('delivery.step.delivered')}
        text={devices.of > 0 ? t('delivery.step.delivered.count', devices) : t('delivery.step.not-yet')}
      />
      <Step
        isReached={reached >= 3}
        title={t('delivery.step.read', { name })}
        {...(reached >= 3 ? {} : { text: t('delivery.step.not-yet') })}
      />
    </ol>
  );
}

function Step({
  isReached = false,
  title,
  text,
}: {
  readonly isReached?: boolean;
  readonly title: string;
  readonly text?: string;
}) {
  return (
    <li className="ladder-step" data-reached={isReached}>
      <span className="ladder-mark">{isReached ? <Icon name="check" size={14} /> : null}</span>
      <span className="ladder-title">{title}</span>
      {text === undefined ? null : <span className="ladder-text">{text}</span>}
    </li>
  );
}
