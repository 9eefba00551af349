/** What is set for a conversation, in the words of its title: `disappearing 1h  muted  archived`. Pure. */
import type { ConversationView } from '@sotto/client';
import { durationText } from '../duration.ts';

export function conversationMarks(conversation: ConversationView | undefined): string {
  if (conversation === undefined) return '';
  const { timerSeconds, isMuted, isArchived } = conversation;
  return [
    ...(timerSeconds > 0 ? [`disappearing ${durationText(timerSeconds)}`] : []),
    ...(isMuted ? ['muted'] : []),
    ...(isArchived ? ['archived'] : []),
  ].join('  ');
}
