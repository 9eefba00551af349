/** The line in a conversation that says that its timer was set (specs/11 §6). */
import type { MessageView } from '@sotto/client';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import { exactDuration } from '../text/duration.ts';
import './notice-line.css';

export function TimerLine({ message, name }: { readonly message: MessageView; readonly name: string }) {
  const i18n = useI18n();
  return (
    <div className="notice">
      <Icon name="timer" size={16} />
      <p>
        {timerLineText(message, name, i18n)} <span className="notice-facts">{i18n.time(message.sentAtMs)}</span>
      </p>
    </div>
  );
}

/** `name`: what the other person is called. */
export function timerLineText(
  { timerSeconds = 0, direction }: Pick<MessageView, 'timerSeconds' | 'direction'>,
  name: string,
  i18n: Translator,
): string {
  const { t } = i18n;
  if (timerSeconds === 0) return direction === 'out' ? t('timer.line.ours.off') : t('timer.line.theirs.off', { name });
  const time = exactDuration(i18n, timerSeconds);
  return direction === 'out' ? t('timer.line.ours', { time }) : t('timer.line.theirs', { time, name });
}
