/** Settings: what the person can choose on this device, and what is true of it. */
import { useI18n } from '../i18n/i18n.tsx';
import { AboutSection } from './about-section.tsx';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import { NoticeSection } from './notice-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { SecuritySection } from './security-section.tsx';
import './settings-page.css';
import { StorageSection } from './storage-section.tsx';

export function SettingsPage() {
  const { t } = useI18n();
  return (
    <div className="settings">
      <h1 className="settings-title voice">{t('settings.title')}</h1>
      <AccountSection />
      <DevicesSection />
      <AppearanceSection />
      <PrivacySection />
      <NoticeSection />
      <KeyboardSection />
      <SecuritySection />
      <StorageSection />
      <AboutSection />
    </div>
  );
}
