/** Something that happened to a conversation, among its messages (specs/08 §10). */
import type { NoticeView } from '@sotto/client';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { Translator } from '../../i18n/translator.ts';
import './notice-line.css';

const KINDS = [
  'device-added',
  'device-revoked',
  'keys-changed',
  'log-conflict',
  'chain-broken',
  'clone-suspected',
  'second-reader',
] as const;
const SERIOUS: ReadonlySet<string> = new Set(['keys-changed', 'log-conflict', 'chain-broken', 'clone-suspected']);
/** As much of a device id as tells two devices of one person apart. */
const DEVICE_DIGITS = 8;

export interface NoticeLineProps {
  readonly notice: NoticeView;
  /** What the contact is called; absent: it is about the own account. */
  readonly name?: string;
}

export function NoticeLine({ notice, name }: NoticeLineProps) {
  const { t, dateTime } = useI18n();
  const kind = KINDS.find((known) => known === notice.kind);
  return (
    <div className="notice" data-serious={SERIOUS.has(notice.kind)}>
      <Icon name={SERIOUS.has(notice.kind) ? 'alert' : 'info'} size={16} />
      <p>
        {noticeText(kind, name, t)}{' '}
        <span className="notice-facts">
          {notice.device === undefined
            ? ''
            : `${t('notice.device', { device: notice.device.slice(0, DEVICE_DIGITS) })} · `}
          {dateTime(notice.atMs)}
        </span>
      </p>
    </div>
  );
}

function noticeText(kind: (typeof KINDS)[number] | undefined, name: string | undefined, t: Translator['t']): string {
  if (kind === undefined) return t('notice.unknown');
  if (name !== undefined) return t(`notice.${kind}`, { name });
  switch (kind) {
    case 'log-conflict':
    case 'device-added':
    case 'device-revoked':
      return t(`notice.own.${kind}`);
    case 'second-reader':
      return t('notice.second-reader');
    default:
      return t('notice.unknown');
  }
}
