/** Connections, what waits, transports, clock, and this tab itself: a card for each. */
import type { StatusReport } from '@sotto/client';
import { useI18n } from '../i18n/i18n.tsx';
import type { Translator } from '../i18n/translator.ts';
import { useContacts } from '../state/conversations/contacts-context.tsx';
import { Fact } from './fact.tsx';
import { momentText } from './moment.ts';
import './network-facts.css';
import { pathText } from './path-model.ts';
import { waitText } from './reason-text.ts';

const MINUTE_MS = 60_000;

interface StatusProps {
  readonly status: StatusReport;
}

export function NetworkFacts({ status }: StatusProps) {
  return (
    <div className="network-facts">
      <DirectFact status={status} />
      <OutboxFact status={status} />
      <TransportFact status={status} />
      <ClockFact status={status} />
      <TabFact status={status} />
    </div>
  );
}

function DirectFact({ status: { peers, mailboxesOnly } }: StatusProps) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const contacts = useContacts();
  const now = Date.now();
  return (
    <Fact title={t('network.direct')} value={number(peers.length)}>
      {peers.length === 0 ? <p>{t(mailboxesOnly ? 'network.direct.off' : 'network.direct.none')}</p> : null}
      <ul className="fact-list">
        {peers.map((peer) => (
          <li key={peer.peerId}>
            <bdi>{contacts.entry(peer.contact ?? '')?.contact.name ?? t('network.direct.stranger')}</bdi>
            <span className="soft">
              {t('network.direct.since', { path: pathText(peer, t), time: momentText(peer.sinceMs, now, i18n) })}
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function OutboxFact({ status: { outbox, waiting } }: StatusProps) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const now = Date.now();
  return (
    <Fact title={t('network.outbox')} value={number(outbox.pending + outbox.custody)}>
      <p>
        {t('network.outbox.pending', { count: outbox.pending })}
        <br />
        {t('network.outbox.custody', { count: outbox.custody })}
      </p>
      <ul className="fact-list">
        {waiting.map((group) => (
          <li key={`${group.reason} ${group.failure ?? ''}`}>
            <strong>{number(group.count)}</strong>
            <span className="soft">{waitedText(group, now, i18n)}</span>
          </li>
        ))}
      </ul>
      <p>{t('network.outbox.text')}</p>
    </Fact>
  );
}

function waitedText(group: StatusReport['waiting'][number], now: number, i18n: Translator): string {
  const reason = waitText(group, i18n);
  if (group.oldestAtMs === undefined) return reason;
  return i18n.t('network.outbox.since', { reason, time: momentText(group.oldestAtMs, now, i18n) });
}

/** A place at a relay says more than that a relay was used. */
function TransportFact({ status }: StatusProps) {
  const { t } = useI18n();
  return (
    <Fact title={t('network.transports')}>
      <ul className="fact-list">
        {status.transports.map((transport) => (
          <li key={transport.kind} data-off={!transport.isAvailable}>
            <span>{t(`network.transport.${transport.kind}`)}</span>
            <span className="soft">
              <TransportStanding transport={transport} status={status} />
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

interface TransportProps extends StatusProps {
  readonly transport: StatusReport['transports'][number];
}

function TransportStanding({ transport: { kind, isAvailable, lastWorkedAtMs }, status }: TransportProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const isMeeting = kind === 'relay' || kind === 'webrtc';
  if (status.mailboxesOnly && isMeeting) return t('network.transport.off');
  if (kind === 'relay' && status.relays.some((relay) => relay.isReserved)) return t('network.relay.reserved');
  if (lastWorkedAtMs !== undefined) {
    return t('network.transport.worked', { time: momentText(lastWorkedAtMs, Date.now(), i18n) });
  }
  return t(isAvailable ? 'network.transport.unused' : 'network.transport.unavailable');
}

function ClockFact({ status: { clockSkewMs, clockSource } }: StatusProps) {
  const { t } = useI18n();
  if (clockSource.kind === 'unknown') {
    return (
      <Fact title={t('network.clock')}>
        <p>{t('network.clock.unknown')}</p>
      </Fact>
    );
  }
  const minutes = Math.round(Math.abs(clockSkewMs) / MINUTE_MS);
  const direction = clockSkewMs > 0 ? 'network.clock.behind' : 'network.clock.ahead';
  return (
    <Fact title={t('network.clock')}>
      <p className="fact-strong">{minutes === 0 ? t('network.clock.agrees') : t(direction, { minutes })}</p>
      <p>{t('network.clock.source', { count: clockSource.mailboxes })}</p>
    </Fact>
  );
}

function TabFact({ status: { peerId, listening, mailboxesOnly, storage, lastError } }: StatusProps) {
  const i18n = useI18n();
  const { t, bytes } = i18n;
  return (
    <Fact title={t('network.details')}>
      <dl className="fact-terms">
        <dt>{t('network.peer')}</dt>
        <dd>
          <code dir="ltr">{peerId}</code>
        </dd>
        <dt>{t('network.listening')}</dt>
        <dd>
          {listening.length === 0 ? t(mailboxesOnly ? 'network.listening.off' : 'network.listening.none') : null}
          {listening.map((address) => (
            <code key={address} dir="ltr">
              {address}
            </code>
          ))}
        </dd>
        {storage === undefined ? null : (
          <>
            <dt>{t('network.storage')}</dt>
            <dd>{storageText(storage, bytes, t)}</dd>
          </>
        )}
        {lastError === undefined ? null : (
          <>
            <dt>{t('network.last-error')}</dt>
            <dd>
              {momentText(lastError.atMs, Date.now(), i18n)} <code>{lastError.code}</code>
            </dd>
          </>
        )}
      </dl>
    </Fact>
  );
}

function storageText(
  { medium, availableBytes }: NonNullable<StatusReport['storage']>,
  bytes: Translator['bytes'],
  t: Translator['t'],
): string {
  const kind = t(`network.storage.${medium}`);
  return availableBytes === undefined ? kind : t('network.storage.free', { kind, size: bytes(availableBytes) });
}
