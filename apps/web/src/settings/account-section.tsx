import { Avatar } from '../components/avatar.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { showToast } from '../components/toast.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClientValue } from '../state/use-client-value.ts';
import { Row, Section } from './section.tsx';

export function AccountSection() {
  const { t } = useI18n();
  const account = useClientValue((client) => client.account(), []);
  if (account === undefined) return null;
  const copy = () => {
    navigator.clipboard
      .writeText(account.id)
      .then(() => showToast(t('action.copied')))
      .catch(() => undefined);
  };
  return (
    <Section title={t('settings.account')}>
      <div className="settings-person">
        <Avatar name={account.name} id={account.id} size={56} />
        <p className="settings-person-name">
          <bdi>{account.name}</bdi>
        </p>
      </div>
      <Row title={t('settings.account.id')} text={<span className="settings-value">{account.id}</span>}>
        <IconButton icon="copy" label={t('action.copy')} onPress={copy} />
      </Row>
      <Row title={t('settings.account.device')} text={<span className="settings-value">{account.device}</span>} />
    </Section>
  );
}
