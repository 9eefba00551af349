import { Mark } from '../components/mark.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import './starting.css';

/** While the SDK is loaded and the home is looked at: nothing to do, so hardly anything to see. */
export function Starting() {
  const { t } = useI18n();
  return (
    <main className="starting" aria-busy="true">
      <h1 className="visually-hidden">{t('app.name')}</h1>
      <Mark size={56} />
      <p className="visually-hidden" role="status">
        {t('app.starting')}
      </p>
    </main>
  );
}
