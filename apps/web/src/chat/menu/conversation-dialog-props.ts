import type { ContactView, ConversationView } from '@sotto/client';

/** What every dialog about a conversation is given. */
export interface ConversationDialogProps {
  readonly contact: ContactView;
  readonly conversation: ConversationView;
  readonly onClose: () => void;
}
