/** One contact: who it is, whether that was verified, and what can be done. */
import type { ContactView } from '@sotto/client';
import { type FormEvent, useState } from 'react';
import { useCopy } from '../../chat/text/use-copy.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Problem } from '../../components/problem.tsx';
import { TextField } from '../../components/text-field.tsx';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo } from '../../shell/place.ts';
import { useClient } from '../../state/application.ts';
import { useAction } from '../../state/use-action.ts';
import { RequestAnswer } from '../request-answer.tsx';
import { VerifyDialog } from '../verify/verify-dialog.tsx';
import '../contacts.css';
import { BlockContact } from './block-contact.tsx';

export function ContactCard({ contact }: { readonly contact: ContactView }) {
  const { t, dateTime } = useI18n();
  const copy = useCopy();
  return (
    <>
      <section className="card" aria-labelledby="contact-name">
        <header className="contact-card-head">
          <Avatar name={contact.name} id={contact.id} size={72} />
          <div>
            <h1 id="contact-name" className="voice">
              <bdi>{contact.name}</bdi>
            </h1>
            {contact.claimedName === contact.name ? null : (
              <p className="soft small">{t('contact.claimed', { name: contact.claimedName })}</p>
            )}
            <p className="soft small">
              {contact.online ? t('contact.online') : t('contact.since', { time: dateTime(contact.lastActivityMs) })}
            </p>
          </div>
        </header>
        {contact.status === 'contact' ? (
          <Button kind="primary" onPress={() => goTo({ name: 'chats', item: contact.id })}>
            {t('contacts.write')}
          </Button>
        ) : null}
      </section>
      {contact.status === 'request' ? <RequestAnswer contact={contact} /> : <Verification contact={contact} />}
      <Rename contact={contact} />
      <section className="card card-aside">
        <div>
          <h2>{t('contact.id')}</h2>
          <p className="contact-id" dir="ltr">
            {contact.id}
          </p>
        </div>
        <IconButton icon="copy" label={t('action.copy')} onPress={() => void copy(contact.id)} />
      </section>
      {contact.status === 'request' ? null : <BlockContact contact={contact} />}
    </>
  );
}

const KINDS = { verified: 'good', unverified: 'info', changed: 'warning', 'no-keys': 'info' } as const;

function Verification({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const state = contact.reachableKeys ? contact.verification : 'no-keys';
  return (
    <>
      <Banner
        kind={KINDS[state]}
        title={t(`contact.${state}`)}
        actions={
          contact.reachableKeys ? (
            <Button onPress={() => setOpen(true)}>
              {state === 'verified' ? t('verify.number') : t('verify.open')}
            </Button>
          ) : undefined
        }
      >
        {t(`contact.${state}.text`)}
      </Banner>
      <VerifyDialog contact={contact} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}

function Rename({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const client = useClient();
  const [name, setName] = useState(contact.name);
  const rename = useAction(async () => {
    setName((await client.rename(contact.id, name)).name);
    showToast(t('contact.renamed'));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.run();
  };
  return (
    <form className="card card-form" onSubmit={submit}>
      <TextField
        label={t('contact.name')}
        hint={t('contact.name.hint')}
        value={name}
        onChange={setName}
        autoComplete="off"
      />
      <Problem error={rename.failure} />
      <Button type="submit" isDisabled={name.trim() === '' || name === contact.name} isBusy={rename.isBusy}>
        {t('contact.rename')}
      </Button>
    </form>
  );
}
