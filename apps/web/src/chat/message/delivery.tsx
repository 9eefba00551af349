/** How far a message of ours came, and on a press what proves it (specs/08 §7). */
import type { MessageView } from '@sotto/client';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { DeliveryIcon, type DeliveryState } from './delivery-icon.tsx';
import { failureText } from './failure-text.ts';
import './delivery.css';

export interface DeliveryProps {
  readonly message: MessageView;
  /** What the receiver is called. */
  readonly name: string;
  /** Whether it can be reached with the Tab key, or only from its message. */
  readonly isReachable: boolean;
}

export function Delivery({ message, name, isReachable }: DeliveryProps) {
  const { t } = useI18n();
  const state = t(`delivery.${message.state}`);
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <AriaButton
        className={`delivery delivery-is-${message.state}`}
        aria-label={t('delivery.label', { state })}
        excludeFromTabOrder={!isReachable}
        onPress={() => setOpen(true)}
      >
        <DeliveryIcon state={message.state} />
        <span>{state}</span>
      </AriaButton>
      {isOpen ? (
        <Dialog isOpen onClose={close} title={t('delivery.title')}>
          <Evidence message={message} name={name} />
        </Dialog>
      ) : null}
    </>
  );
}

const LADDER: readonly DeliveryState[] = ['queued', 'custody', 'delivered', 'read'];

function Evidence({ message, name }: { readonly message: MessageView; readonly name: string }) {
  const i18n = useI18n();
  const { t, dateTime } = i18n;
  const { state, custody, devices, failure } = message;
  const reached = LADDER.indexOf(state);
  return (
    <>
      <p className="evidence-text">{t(`delivery.${state}.text`, { name })}</p>
      {state === 'failed' && failure !== undefined ? (
        <p className="evidence-reason">{t('delivery.reason', { reason: failureText(failure, i18n) })}</p>
      ) : null}
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
      {state === 'failed' || state === 'expired' ? <Retry message={message} /> : null}
    </>
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

function Retry({ message }: { readonly message: MessageView }) {
  const { t } = useI18n();
  const client = useClient();
  const retry = useAction(async () => {
    await client.retry(message.id);
  });
  return (
    <>
      <Button kind="primary" isBusy={retry.isBusy} onPress={() => retry.run()}>
        {t('delivery.retry')}
      </Button>
      <Problem error={retry.failure} />
    </>
  );
}
