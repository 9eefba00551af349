/** Asks before an address of a message is opened, and says where it leads (specs/11 §2; attack G5). */
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useCopy } from '../text/use-copy.ts';
import './link-question.css';
import type { WebLink } from './web-link.ts';

const AskContext = createContext<(link: WebLink) => void>(() => undefined);

/** Asks about the link; the person decides whether it is opened. */
export function useLinkQuestion(): (link: WebLink) => void {
  return useContext(AskContext);
}

export function LinkQuestions({ children }: { readonly children: ReactNode }) {
  const [link, setLink] = useState<WebLink>();
  const close = useCallback(() => setLink(undefined), []);
  return (
    <AskContext value={setLink}>
      {children}
      {link === undefined ? null : <LinkQuestion link={link} onClose={close} />}
    </AskContext>
  );
}

function LinkQuestion({ link, onClose }: { readonly link: WebLink; readonly onClose: () => void }) {
  const { t } = useI18n();
  const warning = link.isMixed ? t('link.mixed') : link.hasUserName ? t('link.user') : undefined;
  const open = () => {
    window.open(link.href, '_blank', 'noopener,noreferrer');
    onClose();
  };
  const copy = useCopy();
  return (
    <Dialog
      isOpen
      title={t('link.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onPress={() => void copy(link.href).then(onClose)}>
            {t('link.copy')}
          </Button>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" onPress={open}>
            {t('link.open')}
          </Button>
        </>
      }
    >
      <dl className="link-facts">
        <dt>{t('link.host')}</dt>
        <dd className="link-host">
          <bdi>{link.host}</bdi>
        </dd>
        <dt>{t('link.address')}</dt>
        <dd className="link-address">
          <bdi dir="ltr">{link.href}</bdi>
        </dd>
      </dl>
      {warning === undefined ? null : <Banner kind="warning">{warning}</Banner>}
      {link.isEncrypted ? null : <Banner kind="warning">{t('link.plain')}</Banner>}
      <p className="soft small">{t('link.text')}</p>
    </Dialog>
  );
}
