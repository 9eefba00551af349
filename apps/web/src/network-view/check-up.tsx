/** The findings of the client in the person's language: what is so, and what to do where it should not be so. */
import type { Finding, StatusReport } from '@sotto/client';
import { Icon } from '../components/icon.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { findingText } from './finding-text.ts';

export function CheckUp({
  findings,
  status,
}: {
  readonly findings: readonly Finding[];
  readonly status: StatusReport;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const isWell = findings.every(({ level }) => level === 'ok');
  return (
    <section className="network-card" aria-labelledby="doctor-title">
      <h2 id="doctor-title">{t('doctor.title')}</h2>
      {isWell ? <p className="soft">{t('doctor.all-well')}</p> : null}
      <ul className="findings">
        {findings.map((finding) => {
          const { title, text } = findingText(finding, status, i18n);
          return (
            <li key={finding.check} className="finding" data-level={finding.level}>
              <Icon name={finding.level === 'ok' ? 'check' : 'alert'} size={18} />
              <span className="finding-title">
                {title} <span className="finding-level">{t(`doctor.${finding.level}`)}</span>
              </span>
              <span className="finding-text">{text}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
