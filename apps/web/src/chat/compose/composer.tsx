/**
 * Where a message is written, answered or changed. Enter sends, Shift and Enter begin a line; in an empty field the arrow up
 * changes the last message, and with Alt, or when nothing can be changed, it goes to the messages.
 */
import type { ContactView, MessageView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import './composer.css';
import { EmojiButton } from './emoji-button.tsx';
import { insertText } from './insert-text.ts';
import { useComposing } from './use-composition.ts';
import { useTypingNews } from './use-typing-news.ts';
import { WritingBar } from './writing-bar.tsx';

export interface ComposerHandle {
  focus(): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
}

export interface ComposerProps {
  readonly contact: ContactView;
  /** The newest message of ours that can be changed. */
  readonly lastEditable: () => MessageView | undefined;
  /** The keyboard goes to the messages. */
  readonly onLeaveUp: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

const encoder = new TextEncoder();
/** Less room than this is told. */
const TOLD_BYTES = 1_000;

export function Composer({ contact, lastEditable, onLeaveUp, ref }: ComposerProps) {
  const { t } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const composing = useComposing(contact.id);
  const tellTyping = useTypingNews(contact.id);
  const { composition, failure, unkept, write, answer, change, send } = composing;
  const { text, reply, editing } = composition;
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    reply(message) {
      answer(message);
      focusWhenFree(field.current);
    },
    edit(message) {
      change(message);
      focusWhenFree(field.current);
    },
  }));

  const room = LIMITS.MAX_TEXT_BYTES - encoder.encode(text).length;
  const canSend = text.trim() !== '' && room >= 0;
  const cancel = () => {
    if (editing === undefined) answer(undefined);
    else change(undefined);
    field.current?.focus();
  };
  const goUp = (isAltered: boolean) => {
    const message = isAltered ? undefined : lastEditable();
    if (message === undefined) onLeaveUp();
    else change(message);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While characters are being composed, Enter belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    const { key, shiftKey, altKey } = event;
    if (key === 'Enter' && !shiftKey) {
      if (canSend) send();
    } else if (key === 'Escape') {
      if (editing === undefined && reply === undefined) event.currentTarget.blur();
      else cancel();
    } else if (key === 'ArrowUp' && (altKey || (text === '' && editing === undefined))) goUp(altKey);
    else return;
    event.preventDefault();
  };

  return (
    <div className="composer" data-unkept={unkept}>
      <Problem error={failure} />
      {room >= TOLD_BYTES ? null : (
        <p className="composer-room" data-over={room < 0} role="status">
          {room < 0 ? t('chat.compose.long', { count: -room }) : t('chat.compose.room', { count: room })}
        </p>
      )}
      <WritingBar composition={composition} name={contact.name} onCancel={cancel} />
      <div className="composer-frame">
        <EmojiButton
          onChoose={(emoji) => {
            if (field.current !== null) insertText(field.current, emoji);
          }}
        />
        {/* The height follows the text: the copy behind it has the same letters. */}
        <div className="composer-grow" data-text={`${text} `}>
          <textarea
            ref={field}
            className="composer-field"
            rows={1}
            dir="auto"
            value={text}
            placeholder={t('chat.compose')}
            aria-label={t(editing === undefined ? 'chat.compose.to' : 'message.editing.field', { name: contact.name })}
            aria-describedby={hint}
            aria-invalid={room < 0}
            enterKeyHint="send"
            onChange={({ target }) => {
              write(target.value);
              if (target.value !== '') tellTyping();
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <Button
          className="composer-send"
          aria-label={t(editing === undefined ? 'chat.compose.send' : 'message.editing.save')}
          isDisabled={!canSend}
          onPress={send}
        >
          <Icon name={editing === undefined ? 'send' : 'check'} />
        </Button>
      </div>
      <p id={hint} className="visually-hidden">
        {t('chat.compose.hint')}
      </p>
    </div>
  );
}

/** A menu that is just closing gives the focus back first. */
function focusWhenFree(field: HTMLTextAreaElement | null): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(field.value.length, field.value.length);
    }),
  );
}
