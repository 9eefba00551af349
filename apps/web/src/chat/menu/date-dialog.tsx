/** A calendar to choose a day from: the conversation goes to the first message of that day, or the next one after it. */
import { useState } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
  type DateValue,
} from 'react-aria-components';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo } from '../../shell/place.ts';
import { useClient } from '../../state/application.ts';
import { wish } from '../../state/conversations/conversation-wish.ts';
import { pageClock } from '../../state/page-clock.ts';
import { useAction } from '../../state/use-action.ts';
import type { ConversationDialogProps } from './conversation-dialog-props.ts';
import './date-dialog.css';

export function DateDialog({ contact, onClose }: ConversationDialogProps) {
  const { t } = useI18n();
  const client = useClient();
  const [isEmpty, setEmpty] = useState(false);
  const go = useAction(async (day: DateValue) => {
    const [first] = await client.history(contact.id, { fromMs: startOf(day), limit: 1 });
    setEmpty(first === undefined);
    if (first === undefined) return;
    onClose();
    goTo({ name: 'chats', item: contact.id });
    wish({ contact: contact.id, kind: 'message', id: first.id });
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('date.title')}>
      <Calendar
        className="calendar"
        aria-label={t('date.calendar')}
        autoFocus
        value={null}
        onChange={(day) => go.run(day)}
        isDateUnavailable={(day) => startOf(day) > pageClock.nowMs()}
      >
        <header className="calendar-head">
          <Button slot="previous" className="icon-button" aria-label={t('date.previous')}>
            <Icon name="back" />
          </Button>
          <CalendarHeading className="calendar-month" />
          <Button slot="next" className="icon-button" aria-label={t('date.next')}>
            <Icon name="next" />
          </Button>
        </header>
        <CalendarGrid className="calendar-grid" weekdayStyle="short">
          <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
          <CalendarGridBody>{(day) => <CalendarCell date={day} className="calendar-day" />}</CalendarGridBody>
        </CalendarGrid>
      </Calendar>
      <p className="soft small" role="status">
        {isEmpty ? t('date.none') : ''}
      </p>
      <Problem error={go.failure} />
    </Dialog>
  );
}

/** Where the day begins for the person. */
function startOf(day: DateValue): number {
  return day.toDate(Intl.DateTimeFormat().resolvedOptions().timeZone).getTime();
}
