/** The timer of a conversation in its head, where it is on: how it is set, and the way to change it. */
import type { ContactView } from '@sotto/client';
import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { WithTooltip } from '../../components/tooltip.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { exactDuration } from '../text/duration.ts';
import './timer-button.css';

const TimerDialog = lazy(async () => ({ default: (await import('./timer-dialog.tsx')).TimerDialog }));

export interface TimerButtonProps {
  readonly contact: ContactView;
  readonly seconds: number;
}

export function TimerButton({ contact, seconds }: TimerButtonProps) {
  const i18n = useI18n();
  const [isOpen, setOpen] = useState(false);
  const label = i18n.t('timer.button', { time: exactDuration(i18n, seconds) });
  return (
    <>
      <WithTooltip text={label}>
        <Button className="icon-button timer-button" aria-label={label} onPress={() => setOpen(true)}>
          <Icon name="timer" />
        </Button>
      </WithTooltip>
      {isOpen ? (
        <Suspense>
          <TimerDialog contact={contact} seconds={seconds} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
