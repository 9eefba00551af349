import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useI18n } from '../i18n/i18n.tsx';
import './dialog.css';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** At the end; the most important one last. */
  readonly actions?: ReactNode;
  /** `dialog`: in the middle; `sheet`: from the end of the line, or from below where there is little room. */
  readonly form?: 'dialog' | 'sheet';
  /** It wants an answer: neither a press beside it nor Escape closes it. */
  readonly isUrgent?: boolean;
}

export function Dialog({ isOpen, onClose, title, children, actions, form = 'dialog', isUrgent = false }: DialogProps) {
  const { t } = useI18n();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      isDismissable={!isUrgent}
      isKeyboardDismissDisabled={isUrgent}
      className="veil"
      data-form={form}
    >
      <Modal className={`modal modal-${form}`}>
        <AriaDialog className="dialog" role={isUrgent ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" className="dialog-title">
              {title}
            </Heading>
            {isUrgent ? null : <IconButton icon="close" label={t('action.close')} onPress={onClose} />}
          </header>
          <div className="dialog-body">{children}</div>
          {actions === undefined ? null : <footer className="dialog-actions">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
