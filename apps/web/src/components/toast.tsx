/** Short news that go away by themselves: `showToast(text)`. Nothing that a person must know or answer. */
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Button,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components';
import { useI18n } from '../i18n/i18n.tsx';
import { Icon } from './icon.tsx';
import './toast.css';

const MAX_VISIBLE = 3;
const SHOWN_MS = 6_000;

const queue = new ToastQueue<string>({ maxVisibleToasts: MAX_VISIBLE });

export function showToast(text: string): void {
  queue.add(text, { timeout: SHOWN_MS });
}

export function ToastRegion() {
  const { t } = useI18n();
  return (
    <AriaToastRegion queue={queue} aria-label={t('notifications')} className="toasts">
      {({ toast }) => (
        <AriaToast toast={toast} className="toast">
          <ToastContent className="toast-content">
            <Text slot="title">{toast.content}</Text>
          </ToastContent>
          <Button slot="close" aria-label={t('action.dismiss')} className="icon-button">
            <Icon name="close" size={16} />
          </Button>
        </AriaToast>
      )}
    </AriaToastRegion>
  );
}
