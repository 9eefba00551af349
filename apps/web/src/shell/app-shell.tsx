/**
 * The open application: places to go to, a list, and what is open of it. Side by side where there is room, one after
 * the other where there is not.
 */
import { type ReactNode, Suspense } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { useObservable } from '../state/use-observable.ts';
import './app-shell.css';
import { DeviceAlert } from './device-alert.tsx';
import { MessageNotices } from './message-notices.tsx';
import { Navigation } from './navigation.tsx';
import { place } from './place.ts';
import { PLACE_PANES } from './place-panes.tsx';
import { ShortcutKeys } from './shortcuts/shortcut-keys.tsx';
import { StorageAlert } from './storage-alert.tsx';
import { TabTitle } from './tab-title.tsx';
import { WordsReminder } from './words-reminder.tsx';

export function AppShell({ wordsPending }: { readonly wordsPending: boolean }) {
  const { t } = useI18n();
  const where = useObservable(place);
  const { List, Detail } = PLACE_PANES[where.name];
  const item = where.item;
  return (
    <div className="shell" data-open={item !== undefined || List === undefined ? 'detail' : 'list'}>
      <button type="button" className="shell-skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      <ShortcutKeys />
      <MessageNotices />
      <TabTitle />
      <Navigation current={where.name} />
      {List === undefined ? null : (
        <section className="shell-list" aria-label={t(`place.${where.name}`)}>
          <Pane>
            <List {...(item === undefined ? {} : { item })} />
          </Pane>
        </section>
      )}
      <div className="shell-alerts">
        <DeviceAlert />
        <StorageAlert />
        {wordsPending ? <WordsReminder /> : null}
      </div>
      <main className="shell-detail" id="main" tabIndex={-1}>
        <Pane>
          <Detail key={item} {...(item === undefined ? {} : { item })} />
        </Pane>
      </main>
    </div>
  );
}

function Pane({ children }: { readonly children: ReactNode }) {
  const { t } = useI18n();
  return <Suspense fallback={<p className="visually-hidden">{t('loading')}</p>}>{children}</Suspense>;
}
