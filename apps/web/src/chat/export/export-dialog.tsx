/** Asks for the form of an export, says what a file gives away, and writes it. */
import type { ExportFormat } from '@sotto/client';
import { LimitError } from '@sotto/wire';
import { useEffect, useRef, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import type { ConversationDialogProps } from '../menu/conversation-dialog-props.ts';
import { fileNameOf, MAX_IN_MEMORY_BYTES, openExportTarget, writeExport } from './export-file.ts';

const FILES = {
  text: { ending: 'txt', mimeType: 'text/plain' },
  json: { ending: 'json', mimeType: 'application/json' },
} as const satisfies Record<ExportFormat, { readonly ending: string; readonly mimeType: string }>;
const FORMATS = ['text', 'json'] as const;

export function ExportDialog({ contact, onClose }: ConversationDialogProps) {
  const { t, bytes } = useI18n();
  const client = useClient();
  const [format, setFormat] = useState<ExportFormat>('text');
  const [written, setWritten] = useState(0);
  const stopper = useRef<AbortController>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  const write = useAction(async () => {
    const { ending, mimeType } = FILES[format];
    const name = `sotto-${fileNameOf(contact.name)}.${ending}`;
    const target = await openExportTarget({ name, mimeType });
    if (target === undefined) return;
    const controller = new AbortController();
    stopper.current = controller;
    setWritten(0);
    try {
      const total = await writeExport(client.exportConversation(contact.id, format), target, {
        signal: controller.signal,
        onWritten: setWritten,
      });
      showToast(t('export.done', { written: bytes(total) }));
      onClose();
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  });
  const isTooLarge = write.failure instanceof LimitError && write.failure.code === 'too-large';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('export.title', { name: contact.name })}
      actions={
        <>
          <Button onPress={() => (write.isBusy ? stopper.current?.abort() : onClose())}>
            {t(write.isBusy ? 'export.stop' : 'action.cancel')}
          </Button>
          <Button kind="primary" isBusy={write.isBusy} onPress={() => write.run()}>
            {t('export.action')}
          </Button>
        </>
      }
    >
      <Banner kind="warning" title={t('export.warning')}>
        {t('export.warning.text')}
      </Banner>
      <Choice
        label={t('export.format')}
        value={format}
        options={FORMATS.map((value) => ({ value, text: t(`export.${value}`) }))}
        onChange={setFormat}
      />
      <p className="soft small" role="status">
        {write.isBusy ? t('export.progress', { written: bytes(written) }) : ''}
      </p>
      {isTooLarge ? (
        <Banner kind="problem">{t('export.too-large', { limit: bytes(MAX_IN_MEMORY_BYTES) })}</Banner>
      ) : (
        <Problem error={write.failure} />
      )}
    </Dialog>
  );
}
