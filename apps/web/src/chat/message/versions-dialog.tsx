/** What a message said before it was changed, the newest first (specs/11 §4). */
import type { MessageView } from '@sotto/client';
import { Dialog } from '../../components/dialog.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { MessageText } from '../markdown/message-text.tsx';
import './versions-dialog.css';

export interface VersionsDialogProps {
  readonly message: MessageView;
  readonly onClose: () => void;
}

export function VersionsDialog({ message, onClose }: VersionsDialogProps) {
  const { t, dateTime } = useI18n();
  const { edited, text } = message;
  const earlier = edited?.earlier ?? [];
  return (
    <Dialog isOpen onClose={onClose} title={t('versions.title')}>
      <ol className="versions" reversed>
        {edited === undefined ? null : (
          <Version title={t('versions.now', { time: dateTime(edited.atMs) })} text={text} />
        )}
        {earlier
          .map((version, index) => (
            <Version
              // biome-ignore lint/suspicious/noArrayIndexKey: a version is its number
              key={index}
              title={index === 0 ? t('versions.first') : t('versions.number', { count: index + 1 })}
              text={version}
            />
          ))
          .reverse()}
      </ol>
    </Dialog>
  );
}

function Version({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <li className="version">
      <h3 className="version-title">{title}</h3>
      <MessageText text={text} />
    </li>
  );
}
