/** What the peer in this tab is doing, in words and in a picture. */
import { useI18n } from '../i18n/i18n.tsx';
import { CheckUp } from './check-up.tsx';
import { NetworkFacts } from './network-facts.tsx';
import './network-page.css';
import { OwnNotices } from './own-notices.tsx';
import { PathPicture } from './path-picture.tsx';
import { useNetworkStatus } from './use-network-status.ts';

export function NetworkPage() {
  const { t } = useI18n();
  const network = useNetworkStatus();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be focused
    <section className="network-scroll" aria-labelledby="network-title" tabIndex={0}>
      <div className="network">
        <header className="network-head">
          <h1 id="network-title" className="voice">
            {t('network.title')}
          </h1>
          <p className="soft">{t('network.text')}</p>
        </header>
        <OwnNotices />
        {network === undefined ? null : (
          <>
            <PathPicture status={network.status} />
            <CheckUp findings={network.findings} status={network.status} />
            <NetworkFacts status={network.status} />
          </>
        )}
      </div>
    </section>
  );
}
