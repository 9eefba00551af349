/** How far a message of ours came; a press shows what proves it (specs/08 §7). */
import type { MessageView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import './delivery.css';
import { DeliveryIcon } from './delivery-icon.tsx';
import { useMessageCommands } from './message-commands.ts';

export interface DeliveryProps {
  readonly message: MessageView;
  /** Whether it can be reached with the Tab key, or only from its message. */
  readonly isReachable: boolean;
}

export function Delivery({ message, isReachable }: DeliveryProps) {
  const { t } = useI18n();
  const { ask } = useMessageCommands();
  const state = t(`delivery.${message.state}`);
  return (
    <Button
      className={`delivery delivery-is-${message.state}`}
      aria-label={t('delivery.label', { state })}
      excludeFromTabOrder={!isReachable}
      onPress={() => ask({ kind: 'info', message })}
    >
      <DeliveryIcon state={message.state} />
      <span>{state}</span>
    </Button>
  );
}
