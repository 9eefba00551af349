import type { StatusReport } from '@sotto/client';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';

const MINUTE_MS = 60_000;
const AGREES_MS = MINUTE_MS;

export function NetworkFacts({ status }: { readonly status: StatusReport }) {
  const { t, number, dateTime } = useI18n();
  const { mailboxes, outbox } = status;
  const reachable = mailboxes.filter((mailbox) => mailbox.reachable).length;
  return (
    <div className="network-facts">
      <Fact title={t('network.direct')} value={number(status.directPeers)}>
        <p>{t('network.direct.text', { count: status.directPeers })}</p>
      </Fact>
      <Fact title={t('network.outbox')} value={number(outbox.pending + outbox.custody)}>
        <p>
          {number(outbox.pending)} {t('network.outbox.pending')}
          <br />
          {number(outbox.custody)} {t('network.outbox.custody')}
        </p>
        <p>{t('network.outbox.text')}</p>
      </Fact>
      <Fact
        title={t('network.mailboxes')}
        value={mailboxes.length === 0 ? '–' : `${number(reachable)} / ${number(mailboxes.length)}`}
      >
        {mailboxes.length === 0 ? <p>{t('network.mailboxes.none')}</p> : null}
        <ul className="mailboxes">
          {mailboxes.map(({ address, reachable: isReachable }, index) => (
            <li key={address} data-reachable={isReachable}>
              <span>
                {t('network.paths.mailbox', { number: index + 1 })} ·{' '}
                {t(isReachable ? 'network.mailbox.reachable' : 'network.mailbox.unreachable')}
              </span>
              <code dir="ltr">{address}</code>
            </li>
          ))}
        </ul>
      </Fact>
      <Fact title={t('network.clock')}>
        <p>{useSkewText(status.clockSkewMs)}</p>
      </Fact>
      <Fact title={t('network.listening')}>
        {status.listening.length === 0 ? <p>{t('network.listening.none')}</p> : null}
        {status.listening.map((address) => (
          <code key={address} dir="ltr">
            {address}
          </code>
        ))}
      </Fact>
      <Fact title={t('network.peer')}>
        <code dir="ltr">{status.peerId}</code>
      </Fact>
      {status.lastError === undefined ? null : (
        <Fact title={t('network.last-error')}>
          <p>
            {dateTime(status.lastError.atMs)}: <code>{status.lastError.code}</code>
          </p>
        </Fact>
      )}
    </div>
  );
}

function useSkewText(skewMs: number): string {
  const { t } = useI18n();
  const minutes = Math.round(Math.abs(skewMs) / MINUTE_MS);
  if (Math.abs(skewMs) < AGREES_MS) return t('network.clock.agrees');
  return t(skewMs > 0 ? 'network.clock.behind' : 'network.clock.ahead', { minutes });
}

function Fact({
  title,
  value,
  children,
}: {
  readonly title: string;
  readonly value?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="network-card fact">
      <h2>{title}</h2>
      {value === undefined ? null : <p className="fact-value">{value}</p>}
      {children}
    </section>
  );
}
