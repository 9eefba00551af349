/** Where a message is written. Enter sends, Shift and Enter begin a line; the arrow up in an empty field goes to the messages. */
import type { ContactView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useClient } from '../../state/application.ts';
import './composer.css';
import { draftOf, keepDraft } from './drafts.ts';

export interface ComposerHandle {
  focus(): void;
}

export interface ComposerProps {
  readonly contact: ContactView;
  readonly onArrowUp: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

const encoder = new TextEncoder();

export function Composer({ contact, onArrowUp, ref }: ComposerProps) {
  const { t } = useI18n();
  const client = useClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  const [text, setText] = useState(() => draftOf(contact.id));
  const [failure, setFailure] = useState<unknown>();
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  useEffect(() => keepDraft(contact.id, text), [contact.id, text]);

  const surplus = encoder.encode(text).length - LIMITS.MAX_TEXT_BYTES;
  const canSend = text.trim() !== '' && surplus <= 0;
  const send = () => {
    if (!canSend) return;
    setText('');
    setFailure(undefined);
    client.send(contact.id, text.trim()).catch((error: unknown) => {
      // What was begun meanwhile is not lost either.
      setText((begun) => (begun === '' ? text : `${text}\n${begun}`));
      setFailure(error);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While characters are being composed, Enter belongs to the input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') event.currentTarget.blur();
    else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      onArrowUp();
    }
  };

  return (
    <div className="composer">
      <Problem error={failure} />
      {surplus > 0 ? (
        <p className="composer-long" role="status">
          {t('chat.compose.long', { count: surplus })}
        </p>
      ) : null}
      <div className="composer-frame">
        {/* The height follows the text: the copy behind it has the same letters. */}
        <div className="composer-grow" data-text={`${text} `}>
          <textarea
            ref={field}
            className="composer-field"
            rows={1}
            dir="auto"
            value={text}
            placeholder={t('chat.compose')}
            aria-label={t('chat.compose.to', { name: contact.name })}
            aria-describedby={hint}
            aria-invalid={surplus > 0}
            enterKeyHint="send"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <Button className="composer-send" aria-label={t('chat.compose.send')} isDisabled={!canSend} onPress={send}>
          <Icon name="send" />
        </Button>
      </div>
      <p id={hint} className="visually-hidden">
        {t('chat.compose.hint')}
      </p>
    </div>
  );
}
