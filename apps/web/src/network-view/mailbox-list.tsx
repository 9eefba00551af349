/** Mailboxes of ours with what is known of each, and those of contacts that hold mail of ours. */
import type { CustodianStatus, MailboxStatus, StatusReport } from '@sotto/client';
import { useI18n } from '../i18n/i18n.tsx';
import type { Translator } from '../i18n/translator.ts';
import './mailbox-list.css';
import { momentText } from './moment.ts';
import { failureText } from './reason-text.ts';

export function MailboxList({ status }: { readonly status: StatusReport }) {
  const { t } = useI18n();
  const { mailboxes } = status;
  const ours = new Set(mailboxes.map(({ address }) => address));
  const others = status.custodians.filter(({ address }) => !ours.has(address));
  return (
    <section className="network-card" aria-labelledby="mailboxes-title">
      <h2 id="mailboxes-title">{t('network.mailboxes')}</h2>
      {mailboxes.length === 0 ? <p className="soft small">{t('network.mailboxes.none')}</p> : null}
      <ul className="mailboxes">
        {mailboxes.map((mailbox, index) => (
          <OwnMailbox key={mailbox.address} mailbox={mailbox} number={index + 1} />
        ))}
      </ul>
      {others.length === 0 ? null : (
        <>
          <h3>{t('network.mailboxes.others')}</h3>
          <p className="soft small">{t('network.mailboxes.others.text')}</p>
          <ul className="mailboxes">
            {others.map((custodian) => (
              <li key={custodian.address} className="mailbox" data-state="other">
                <code dir="ltr">{custodian.address}</code>
                <Facts known={custodian} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function OwnMailbox({ mailbox, number }: { readonly mailbox: MailboxStatus; readonly number: number }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { address, reachable } = mailbox;
  return (
    <li className="mailbox" data-state={reachable ? 'open' : 'closed'}>
      <p className="mailbox-name">
        <span>{t('network.paths.mailbox', { number })}</span>
        <span className="mailbox-state">{standing(mailbox, i18n)}</span>
      </p>
      <code dir="ltr">{address}</code>
      <Facts known={mailbox} />
    </li>
  );
}

function standing({ reachable, sinceMs, lastFailure }: MailboxStatus, i18n: Translator): string {
  if (!reachable && sinceMs === undefined && lastFailure === undefined) return i18n.t('network.mailbox.untried');
  const key = reachable ? 'network.mailbox.reachable' : 'network.mailbox.unreachable';
  if (sinceMs === undefined) return i18n.t(key);
  return i18n.t(`${key}.since`, { time: momentText(sinceMs, Date.now(), i18n) });
}

/** Only what is known. */
function Facts({ known }: { readonly known: CustodianStatus & Pick<Partial<MailboxStatus>, 'roundTripMs'> }) {
  const i18n = useI18n();
  const { t } = i18n;
  const now = Date.now();
  const moment = (atMs: number | undefined) => (atMs === undefined ? undefined : momentText(atMs, now, i18n));
  const { roundTripMs, held, lastReceiptAtMs, lastSuccessAtMs, lastFailure } = known;
  const trip = roundTripMs === undefined ? undefined : t('network.mailbox.ms', { ms: Math.round(roundTripMs) });
  const failed = lastFailure && {
    reason: failureText(lastFailure.code, i18n),
    time: momentText(lastFailure.atMs, now, i18n),
  };
  return (
    <dl className="mailbox-facts">
      <Known title={t('network.mailbox.held')}>{t('network.mailbox.held.count', { count: held })}</Known>
      <Known title={t('network.mailbox.receipt')}>{moment(lastReceiptAtMs)}</Known>
      <Known title={t('network.mailbox.trip')}>{trip}</Known>
      <Known title={t('network.mailbox.success')}>{moment(lastSuccessAtMs)}</Known>
      <Known title={t('network.mailbox.failure')}>{failed && t('network.mailbox.failed', failed)}</Known>
    </dl>
  );
}

function Known({ title, children }: { readonly title: string; readonly children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
