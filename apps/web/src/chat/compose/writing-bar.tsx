/** What the field is about besides a new message: what it answers, or that a message is changed. */
import type { MessageView } from '@sotto/client';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { plainLine } from '../markdown/plain-line.ts';
import { cutText } from '../text/shown-text.ts';
import type { Composition } from './use-composition.ts';
import './writing-bar.css';

const MAX_SHOWN = 240;

export interface WritingBarProps {
  readonly composition: Composition;
  /** What the other person is called. */
  readonly name: string;
  readonly onCancel: () => void;
}

export function WritingBar({ composition: { reply, editing }, name, onCancel }: WritingBarProps) {
  const { t } = useI18n();
  if (editing !== undefined) {
    return (
      <Bar
        icon="edit"
        title={t('message.editing')}
        message={editing.message}
        cancel={t('message.editing.cancel')}
        onCancel={onCancel}
      />
    );
  }
  if (reply === undefined) return null;
  const title = reply.direction === 'out' ? t('message.replying.you') : t('message.replying', { name });
  return <Bar icon="reply" title={title} message={reply} cancel={t('message.replying.cancel')} onCancel={onCancel} />;
}

interface BarProps {
  readonly icon: 'edit' | 'reply';
  readonly title: string;
  readonly message: MessageView;
  readonly cancel: string;
  readonly onCancel: () => void;
}

function Bar({ icon, title, message, cancel, onCancel }: BarProps) {
  return (
    <div className="writing-bar">
      <Icon name={icon} size={18} />
      <div className="writing-bar-about" role="status">
        <span className="writing-bar-title">{title}</span>
        <bdi className="writing-bar-text">{cutText(plainLine(message.text), MAX_SHOWN)}</bdi>
      </div>
      <IconButton icon="close" label={cancel} onPress={onCancel} />
    </div>
  );
}
