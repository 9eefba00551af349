/**
 * What each place shows: a list, if it has one, and what is open of it. Every pane is loaded when somebody goes there.
 */
import { type ComponentType, lazy } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import type { PlaceName } from './place.ts';

export interface PaneProps {
  /** What of the place is open, such as the contact of a conversation. */
  readonly item?: string;
}

export interface PlacePanes {
  readonly List?: ComponentType<PaneProps>;
  readonly Detail: ComponentType<PaneProps>;
}

const SettingsPage = lazy(async () => ({ default: (await import('../settings/settings-page.tsx')).SettingsPage }));

function Quiet() {
  const { t } = useI18n();
  return <EmptyState title={t('chats.empty.title')}>{t('chats.empty.text')}</EmptyState>;
}

export const PLACE_PANES: Readonly<Record<PlaceName, PlacePanes>> = {
  chats: { Detail: Quiet },
  contacts: { Detail: Quiet },
  network: { Detail: Quiet },
  settings: { Detail: SettingsPage },
};
