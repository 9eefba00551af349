import { Banner } from '../components/banner.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClientValue } from '../state/use-client-value.ts';
import './words-reminder.css';

/** Says why nothing goes on while nothing can be stored; goes away by itself. */
export function StorageAlert() {
  const { t } = useI18n();
  const fault = useClientValue((client) => client.storageFault(), ['storage-fault']);
  if (fault === undefined) return null;
  return (
    <div className="words-reminder">
      <Banner kind="problem" title={t(`problem.${fault}`)} isNews>
        {t('storage.fault.text')}
      </Banner>
    </div>
  );
}
