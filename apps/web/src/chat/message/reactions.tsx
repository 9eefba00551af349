/** What both sides have reacted with, under a message; a press gives the same or takes ours back (specs/11 §3). */
import type { MessageView, ReactionView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import { shownLine } from '../text/shown-text.ts';
import { useMessageCommands } from './message-commands.ts';
import './reactions.css';

export interface ReactionsProps {
  readonly message: MessageView;
  readonly name: string;
  readonly isReachable: boolean;
}

export function Reactions({ message, name, isReachable }: ReactionsProps) {
  const i18n = useI18n();
  const { canSend, toggleReaction } = useMessageCommands();
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions">
      {message.reactions.map((reaction) => (
        <Button
          key={reaction.emoji}
          className="reaction"
          aria-pressed={reaction.isOurs}
          excludeFromTabOrder={!isReachable}
          isDisabled={!canSend}
          onPress={() => toggleReaction(message, reaction.emoji)}
        >
          {/* One character, of whatever script: it may be made of many. */}
          <bdi className="reaction-emoji">{shownLine(reaction.emoji)}</bdi>
          {reaction.isOurs && reaction.isTheirs ? <span className="reaction-count">{i18n.number(2)}</span> : null}
          <span className="visually-hidden">{whoReacted(reaction, { name, canSend, i18n })}</span>
        </Button>
      ))}
    </div>
  );
}

function whoReacted(
  { isOurs, isTheirs }: ReactionView,
  { name, canSend, i18n: { t } }: { readonly name: string; readonly canSend: boolean; readonly i18n: Translator },
): string {
  const closed = canSend ? '' : '.closed';
  if (!isOurs) return t(`message.reaction.theirs${closed}`, { name });
  return isTheirs ? t(`message.reaction.both${closed}`, { name }) : t(`message.reaction.ours${closed}`);
}
