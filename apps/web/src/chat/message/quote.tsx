/** What a message answers, out of our own store (specs/11 §2). A press goes there. */
import type { ReplyView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import { plainLine } from '../markdown/plain-line.ts';
import { useMessageCommands } from './message-commands.ts';
import './quote.css';

export interface QuoteProps {
  readonly reply: ReplyView;
  /** What the other person is called. */
  readonly name: string;
  readonly isReachable: boolean;
}

export function Quote({ reply, name, isReachable }: QuoteProps) {
  const { t } = useI18n();
  const { jump } = useMessageCommands();
  if (reply.state === 'missing') return <p className="quote quote-absent">{t('message.reply.missing')}</p>;
  if (reply.state === 'deleted') return <p className="quote quote-absent">{t('message.reply.deleted')}</p>;
  const author = reply.direction === 'out' ? t('message.reply.to-you') : name;
  return (
    <Button
      className="quote"
      data-direction={reply.direction}
      excludeFromTabOrder={!isReachable}
      onPress={() => jump(reply.id)}
    >
      <span className="visually-hidden">{t('message.reply.answers')}</span>
      <bdi className="quote-author">{author}</bdi>
      <bdi className="quote-text">{plainLine(reply.text ?? '')}</bdi>
      <span className="visually-hidden">{t('message.reply.go')}</span>
    </Button>
  );
}
