/** A contact by link: pasted, scanned, or opened from outside. */
import { LIMITS } from '@sotto/wire';
import { type FormEvent, useEffect, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Icon } from '../../components/icon.tsx';
import { Problem } from '../../components/problem.tsx';
import { TextField } from '../../components/text-field.tsx';
import { showToast } from '../../components/toast.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { goTo } from '../../shell/place.ts';
import { useClient } from '../../state/application.ts';
import { incomingLink } from '../../state/incoming-link.ts';
import { useAction } from '../../state/use-action.ts';
import { useObservable } from '../../state/use-observable.ts';
import { Scanner } from '../qr/scanner.tsx';
import '../contacts.css';
import { addFault, looksLikeLink } from './add-fault.ts';

export function AddContact() {
  const { t } = useI18n();
  const client = useClient();
  const [link, setLink] = useState('');
  const [name, setName] = useState('');
  const [isScanning, setScanning] = useState(false);
  const isFromOutside = useIncomingLink(setLink);
  const add = useAction(async () => {
    const contact = await client.addContact(link, name.trim() === '' ? {} : { as: name.trim() });
    if (!contact.reachableKeys) showToast(t('add.later'));
    goTo({ name: 'chats', item: contact.id });
  });
  const [tried, setTried] = useState({ link: '', name: '' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried({ link, name });
    if (looksLikeLink(link)) add.run();
  };
  const isUnchanged = tried.link === link && tried.name === name;
  const fault = tried.link === '' ? {} : addFault(tried.link, add.failure);
  const isOfField = fault.link !== undefined || fault.name !== undefined;
  return (
    <section className="card" aria-labelledby="add-title">
      <h2 id="add-title" className="voice">
        {t('add.title')}
      </h2>
      {isFromOutside ? <Banner kind="warning">{t('add.from-outside')}</Banner> : null}
      <form className="card-form" onSubmit={submit}>
        <TextField
          label={t('add.link')}
          hint={t('add.link.hint')}
          error={isUnchanged && fault.link !== undefined ? t(`add.link.${fault.link}`) : undefined}
          value={link}
          onChange={setLink}
          maxLength={2 * LIMITS.MAX_LINK_CHARS}
          autoComplete="off"
          spellCheck="false"
        />
        <TextField
          label={t('add.name')}
          hint={t('add.name.hint')}
          error={isUnchanged && fault.name !== undefined ? t(`add.name.${fault.name}`) : undefined}
          value={name}
          onChange={setName}
          autoComplete="off"
        />
        <Problem error={isOfField ? undefined : add.failure} />
        <div className="card-actions">
          <Button type="submit" kind="primary" isDisabled={link.trim() === ''} isBusy={add.isBusy}>
            {add.isBusy ? t('add.busy') : t('add.submit')}
          </Button>
          <Button onPress={() => setScanning(true)}>
            <Icon name="camera" />
            {t('add.scan')}
          </Button>
        </div>
      </form>
      <ScanDialog
        isOpen={isScanning}
        onClose={() => setScanning(false)}
        onLink={(text) => {
          setLink(text);
          setScanning(false);
        }}
      />
    </section>
  );
}

function ScanDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onLink: (link: string) => void;
}) {
  const { t } = useI18n();
  const [isOther, setOther] = useState(false);
  const onText = (text: string) => {
    if (looksLikeLink(text)) props.onLink(text);
    else setOther(true);
  };
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={t('scan.title')}>
      <Scanner onText={onText} />
      {isOther ? (
        <Banner kind="warning" isNews>
          {t('scan.other')}
        </Banner>
      ) : null}
    </Dialog>
  );
}

/** A link that came with the address of the page goes into the field, once. True: one did. */
function useIncomingLink(take: (link: string) => void): boolean {
  const link = useObservable(incomingLink);
  const [isTaken, setTaken] = useState(false);
  useEffect(() => {
    if (link === undefined) return;
    take(link);
    setTaken(true);
    incomingLink.set(undefined);
  }, [link, take]);
  return isTaken;
}
