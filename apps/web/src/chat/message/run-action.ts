/** One action on a message, from the menu, the bar or the keyboard: all do the same. */
import type { MessageView } from '@sotto/client';
import type { MessageAction } from './message-actions.ts';
import type { Anchor, MessageCommands } from './message-commands.ts';

export interface ActionRequest {
  readonly action: MessageAction;
  readonly message: MessageView;
  /** Beside what the emoji open. */
  readonly anchor: Anchor;
}

export function runAction(commands: MessageCommands, { action, message, anchor }: ActionRequest): void {
  switch (action) {
    case 'react':
      commands.ask({ kind: 'emoji', message, anchor });
      break;
    case 'versions':
    case 'info':
    case 'remove':
      commands.ask({ kind: action, message });
      break;
    default:
      commands[action](message);
  }
}
