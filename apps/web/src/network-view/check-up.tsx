/** What the client found in the person's language: first what wants a look and what to do about it, then what is well. */
import type { Finding } from '@sotto/client';
import { Icon } from '../components/icon.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import './check-up.css';
import { findingText } from './finding-text.ts';

const ORDER: readonly Finding['level'][] = ['problem', 'warning'];

export function CheckUp({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useI18n();
  const open = ORDER.flatMap((wanted) => findings.filter(({ level }) => level === wanted));
  const well = findings.filter(({ level }) => level === 'ok');
  return (
    <section className="network-card" aria-labelledby="doctor-title">
      <h2 id="doctor-title">{t('doctor.title')}</h2>
      {open.length === 0 ? <p className="soft small">{t('doctor.all-well')}</p> : null}
      <ul className="findings">
        {open.map((finding) => (
          <OpenFinding key={finding.check} finding={finding} />
        ))}
      </ul>
      <ul className="findings findings-well">
        {well.map((finding) => (
          <WellFinding key={finding.check} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function OpenFinding({ finding }: { readonly finding: Finding }) {
  const i18n = useI18n();
  const { title, text, fix } = findingText(finding, i18n);
  return (
    <li className="finding" data-level={finding.level}>
      <Icon name="alert" size={18} />
      <span className="finding-title">
        {title} <span className="finding-level">{i18n.t(`doctor.${finding.level}`)}</span>
      </span>
      <span className="finding-text">{text}</span>
      {fix === undefined ? null : <span className="finding-fix">{fix}</span>}
    </li>
  );
}

function WellFinding({ finding }: { readonly finding: Finding }) {
  const i18n = useI18n();
  const { title, text } = findingText(finding, i18n);
  return (
    <li className="finding" data-level="ok">
      <Icon name="check" size={16} />
      <span className="finding-title">
        {title} <span className="visually-hidden">{i18n.t('doctor.ok')}</span>
      </span>
      <span className="finding-text">{text}</span>
    </li>
  );
}
