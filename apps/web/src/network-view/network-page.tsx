/** What the peer in this tab is doing: first whether it works, then a picture, then everything that is known. */
import { useI18n } from '../i18n/i18n.tsx';
import { CheckUp } from './check-up.tsx';
import { MailboxList } from './mailbox-list.tsx';
import { NetworkFacts } from './network-facts.tsx';
import './network-page.css';
import { NetworkSummary } from './network-summary.tsx';
import { OwnNotices } from './own-notices.tsx';
import { PathPicture } from './path-picture.tsx';
import { summaryOf } from './summary.ts';
import { TrafficChart } from './traffic-chart.tsx';
import { type NetworkStatus, useNetworkStatus } from './use-network-status.ts';

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
        {network === undefined ? null : <Known {...network} />}
      </div>
    </section>
  );
}

function Known({ status, findings }: NetworkStatus) {
  const i18n = useI18n();
  return (
    <>
      <NetworkSummary {...summaryOf(findings, status, i18n)} />
      <OwnNotices />
      <PathPicture status={status} />
      <CheckUp findings={findings} />
      <MailboxList status={status} />
      <NetworkFacts status={status} />
      <TrafficChart traffic={status.traffic} />
    </>
  );
}
