/** What is asked about a conversation. Every dialog is loaded when it is wanted. */
import { type ComponentType, lazy, Suspense } from 'react';
import type { ConversationDialogProps } from './conversation-dialog-props.ts';

const DIALOGS = {
  mute: lazy(async () => ({ default: (await import('./mute-dialog.tsx')).MuteDialog })),
  date: lazy(async () => ({ default: (await import('./date-dialog.tsx')).DateDialog })),
  export: lazy(async () => ({ default: (await import('../export/export-dialog.tsx')).ExportDialog })),
  timer: lazy(async () => {
    const { TimerDialog } = await import('../timer/timer-dialog.tsx');
    return {
      default: ({ conversation, ...props }: ConversationDialogProps) => (
        <TimerDialog {...props} seconds={conversation.timerSeconds} />
      ),
    };
  }),
  block: lazy(async () => {
    const { BlockDialog } = await import('../../contacts/detail/block-dialog.tsx');
    return {
      default: ({ contact, onClose }: ConversationDialogProps) => (
        <BlockDialog contact={contact} onClose={onClose} isOpen />
      ),
    };
  }),
} as const satisfies Record<string, ComponentType<ConversationDialogProps>>;

export type ConversationDialogName = keyof typeof DIALOGS;

export function ConversationDialog({
  name,
  ...props
}: ConversationDialogProps & { readonly name: ConversationDialogName }) {
  const Named = DIALOGS[name];
  return (
    <Suspense fallback={null}>
      <Named {...props} />
    </Suspense>
  );
}
