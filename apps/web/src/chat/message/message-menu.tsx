/** Everything that can be done with a message, with a few reactions at hand. */
import type { MessageView } from '@sotto/client';
import { Button, Menu, MenuItem } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { QUICK_EMOJI } from '../emoji/quick-emoji.ts';
import { ACTION_KEYS, actionsOf, type MessageAction } from './message-actions.ts';
import type { Anchor, MessageCommands } from './message-commands.ts';
import './message-menu.css';
import { runAction } from './run-action.ts';

export interface MessageMenuProps {
  readonly message: MessageView;
  readonly anchor: Anchor;
  readonly commands: MessageCommands;
  readonly onClose: () => void;
}

export function MessageMenu({ message, anchor, commands, onClose }: MessageMenuProps) {
  const { t } = useI18n();
  const actions = actionsOf(message, { canSend: commands.canSend, nowMs: Date.now() });
  const run = (action: MessageAction) => {
    onClose();
    runAction(commands, { action, message, anchor });
  };
  return (
    <>
      {actions.includes('react') ? (
        <QuickReactions
          message={message}
          onChoose={(emoji) => {
            onClose();
            commands.toggleReaction(message, emoji);
          }}
          onMore={() => run('react')}
        />
      ) : null}
      <Menu
        aria-label={t('message.actions')}
        className="menu"
        autoFocus="first"
        onAction={(key) => {
          if (key === 'keys') {
            onClose();
            commands.showKeys();
          } else {
            const action = actions.find((candidate) => candidate === key);
            if (action !== undefined) run(action);
          }
        }}
      >
        {actions
          .filter((action) => action !== 'react')
          .map((action) => (
            <MenuItem
              key={action}
              id={action}
              textValue={t(`message.${action}`)}
              className={`menu-item${action === 'remove' ? ' menu-danger' : ''}`}
            >
              <Icon name={action} size={18} />
              <span>{t(`message.${action}`)}</span>
              <span className="message-menu-key" data-key={ACTION_KEYS[action]} />
            </MenuItem>
          ))}
        <MenuItem id="keys" textValue={t('message.keys')} className="menu-item message-menu-keys">
          <Icon name="keys" size={18} />
          <span>{t('message.keys')}</span>
          <span className="message-menu-key" data-key="?" />
        </MenuItem>
      </Menu>
    </>
  );
}

function QuickReactions({
  message,
  onChoose,
  onMore,
}: {
  readonly message: MessageView;
  readonly onChoose: (emoji: string) => void;
  readonly onMore: () => void;
}) {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a set of fields would be a form
    <div className="quick-reactions" role="group" aria-label={t('message.react')}>
      {QUICK_EMOJI.map((emoji) => (
        <Button
          key={emoji}
          className="quick-reaction"
          aria-label={t('message.react.with', { emoji })}
          aria-pressed={message.reactions.some((reaction) => reaction.emoji === emoji && reaction.isOurs)}
          onPress={() => onChoose(emoji)}
        >
          {emoji}
        </Button>
      ))}
      <Button className="quick-reaction" aria-label={t('emoji.title')} onPress={onMore}>
        <Icon name="add" size={18} />
      </Button>
    </div>
  );
}
