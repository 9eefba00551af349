/** What the parts of a message can ask for, wherever they stand: the conversation around them does it. */
import type { MessageView } from '@sotto/client';
import { UsageError } from '@sotto/wire';
import { createContext, useContext } from 'react';

/** Where something opens: beside an element, or where somebody pressed, in pixels of the window. */
export type Anchor = Element | { readonly x: number; readonly y: number };

/** What is open about one message. */
export type MessageQuestion =
  | { readonly kind: 'menu' | 'emoji'; readonly message: MessageView; readonly anchor: Anchor }
  | { readonly kind: 'remove' | 'info' | 'versions'; readonly message: MessageView };

export interface MessageCommands {
  readonly canSend: boolean;
  /** Opens something about a message. */
  ask(question: MessageQuestion): void;
  /** Shows the keys. */
  showKeys(): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  /** Gives a reaction, or takes ours back. */
  toggleReaction(message: MessageView, emoji: string): void;
  retry(message: MessageView): void;
  copy(message: MessageView): void;
  /** Goes to a message, however far away. */
  jump(id: string): void;
}

const CommandsContext = createContext<MessageCommands | undefined>(undefined);

export const MessageCommandsProvider = CommandsContext.Provider;

/** @throws {UsageError} `closed` outside of a conversation */
export function useMessageCommands(): MessageCommands {
  const commands = useContext(CommandsContext);
  if (commands === undefined) throw new UsageError('closed', 'there are no messages outside of a conversation');
  return commands;
}
