/** What others are told. It belongs to the account, sealed with it, and counts from the moment on that it is changed. */
import type { PreferenceValues } from '@sotto/client';
import { useState } from 'react';
import { Problem } from '../components/problem.tsx';
import { Switch } from '../components/switch.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useClient } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import { useClientValue } from '../state/use-client-value.ts';
import { Section } from './section.tsx';

const SWITCHES = ['receipts', 'typing', 'mailboxesOnly'] as const;

export function PrivacySection() {
  const { t } = useI18n();
  const client = useClient();
  const stored = useClientValue((of) => of.preferences(), []);
  const [chosen, setChosen] = useState<PreferenceValues>();
  const change = useAction(async (next: Partial<PreferenceValues>) => {
    setChosen(await client.setPreferences(next));
  });
  const values = chosen ?? stored;
  if (values === undefined) return null;
  return (
    <Section title={t('settings.privacy')}>
      {SWITCHES.map((name) => (
        <Switch
          key={name}
          isSelected={values[name]}
          onChange={(next) => change.run({ [name]: next })}
          hint={t(`settings.${name}.text`)}
        >
          {t(`settings.${name}`)}
        </Switch>
      ))}
      <Problem error={change.failure} />
    </Section>
  );
}
