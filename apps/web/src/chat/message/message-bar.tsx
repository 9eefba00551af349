/** What is done most with a message, beside it while somebody points at it or has it in the focus. */
import type { MessageView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { actionsOf } from './message-actions.ts';
import './message-bar.css';
import { useMessageCommands } from './message-commands.ts';
import { runAction } from './run-action.ts';

export interface MessageBarProps {
  readonly message: MessageView;
  readonly isReachable: boolean;
}

export function MessageBar({ message, isReachable }: MessageBarProps) {
  const { t } = useI18n();
  const commands = useMessageCommands();
  const actions = actionsOf(message, { canSend: commands.canSend, nowMs: Date.now() });
  const shown = (['react', 'reply'] as const).filter((action) => actions.includes(action));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a set of fields would be a form
    <div className="message-bar" role="group" aria-label={t('message.actions')}>
      {shown.map((action) => (
        <Button
          key={action}
          className="message-bar-button message-bar-extra"
          aria-label={t(`message.${action}`)}
          excludeFromTabOrder={!isReachable}
          onPress={({ target }) => runAction(commands, { action, message, anchor: target })}
        >
          <Icon name={action} size={18} />
        </Button>
      ))}
      <Button
        className="message-bar-button"
        aria-label={t('message.more')}
        aria-haspopup="menu"
        excludeFromTabOrder={!isReachable}
        onPress={({ target }) => commands.ask({ kind: 'menu', message, anchor: target })}
      >
        <Icon name="more" size={18} />
      </Button>
    </div>
  );
}
