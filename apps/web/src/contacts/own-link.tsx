import { useCopy } from '../chat/text/use-copy.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClientValue } from '../state/use-client-value.ts';
import { QrCode } from './qr/qr-code.tsx';
import './contacts.css';

/** The link that others need to write to this account: as a code, and as text. */
export function OwnLink() {
  const { t } = useI18n();
  const link = useClientValue((client) => client.link(), []);
  const copy = useCopy();
  return (
    <section className="card own-link" aria-labelledby="own-link-title">
      <h2 id="own-link-title" className="voice">
        {t('own.title')}
      </h2>
      <p className="soft">{t('own.text')}</p>
      {/* In capitals a code takes less room: the link may be written either way. */}
      {link === undefined ? <div className="qr" /> : <QrCode text={link.toUpperCase()} label={t('own.qr')} />}
      <p className="own-link-text" dir="ltr">
        {link}
      </p>
      <div className="card-actions">
        <Button kind="primary" isDisabled={link === undefined} onPress={() => void copy(link ?? '')}>
          <Icon name="copy" />
          {t('own.copy')}
        </Button>
        {link !== undefined && 'share' in navigator ? (
          <Button onPress={() => void navigator.share({ text: link }).catch(() => undefined)}>{t('own.share')}</Button>
        ) : null}
      </div>
    </section>
  );
}
