/** How long a message stays, where it does not stay (specs/11 §6). */
import type { MessageView } from '@sotto/client';
import { useEffect, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { exactDuration, remainingText, remainingUntil } from '../text/duration.ts';
import './timer-sign.css';

/** Timers of platforms do not take longer waits. */
const MAX_WAIT_MS = 86_400_000;

export function TimerSign({ message }: { readonly message: MessageView }) {
  const { expiresAtMs, expiresAfterSeconds, direction, state } = message;
  if (expiresAfterSeconds === undefined) return null;
  // It has not begun to run for what nobody has seen.
  if (expiresAtMs === undefined || (direction === 'in' && state !== 'read')) {
    return <Unseen seconds={expiresAfterSeconds} />;
  }
  return <Running untilMs={expiresAtMs} />;
}

function Unseen({ seconds }: { readonly seconds: number }) {
  const i18n = useI18n();
  const time = exactDuration(i18n, seconds);
  return (
    <span className="timer-sign" role="img" aria-label={i18n.t('timer.sign.unseen', { time })}>
      <Icon name="timer" size={14} />
    </span>
  );
}

function Running({ untilMs }: { readonly untilMs: number }) {
  const i18n = useI18n();
  const [nowMs, setNowMs] = useState(Date.now);
  const remaining = remainingUntil(untilMs, nowMs);
  const { seconds, changesInMs } = remaining;
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setNowMs(Date.now()), Math.min(MAX_WAIT_MS, changesInMs));
    return () => clearTimeout(timer);
  }, [seconds, changesInMs]);
  const label = i18n.t('timer.sign', { time: remainingText(i18n, remaining, 'long') });
  return (
    <span className="timer-sign" role="img" aria-label={label}>
      <Icon name="timer" size={14} />
      {remainingText(i18n, remaining, 'short')}
    </span>
  );
}
