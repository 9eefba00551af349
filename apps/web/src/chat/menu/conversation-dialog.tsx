/** What is asked about a conversation. Every dialog is loaded when it is wanted. */
import type { ContactView } from '@sotto/client';
import { type ComponentType, lazy, Suspense } from 'react';

export interface ConversationDialogProps {
  readonly contact: ContactView;
  readonly onClose: () => void;
}

const DIALOGS = {
  mute: lazy(async () => ({ default: (await import('./mute-dialog.tsx')).MuteDialog })),
  date: lazy(async () => ({ default: (await import('./date-dialog.tsx')).DateDialog })),
  export: lazy(async () => ({ default: (await import('../export/export-dialog.tsx')).ExportDialog })),
  block: lazy(async () => {
    const { BlockDialog } = await import('../../contacts/detail/block-dialog.tsx');
    return { default: (props: ConversationDialogProps) => <BlockDialog {...props} isOpen /> };
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
