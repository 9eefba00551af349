/** A stranger wrote: what can be answered, and what each answer does (specs/08 §8). */
import type { ContactView } from '@sotto/client';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../shell/place.ts';
import { useClient } from '../state/application.ts';
import { useAction } from '../state/use-action.ts';
import './contacts.css';

export function RequestAnswer({ contact }: { readonly contact: ContactView }) {
  const { t } = useI18n();
  const client = useClient();
  const accept = useAction(async () => {
    await client.acceptRequest(contact.id);
  });
  const block = useAction(async () => {
    await client.block(contact.id);
    goTo({ name: 'contacts' });
  });
  return (
    <section className="conversation-decision" aria-labelledby="request-title">
      <h2 id="request-title">{t('request.title', { name: contact.name })}</h2>
      <p className="soft small">{t('request.text')}</p>
      <ul className="answers">
        <li>
          <Button
            kind="primary"
            isWide
            isBusy={accept.isBusy}
            aria-describedby="accept-text"
            onPress={() => accept.run()}
          >
            {t('request.accept')}
          </Button>
          <p id="accept-text">{t('request.accept.text')}</p>
        </li>
        <li>
          <Button isWide aria-describedby="ignore-text" onPress={() => goTo({ name: 'chats' })}>
            {t('request.ignore')}
          </Button>
          <p id="ignore-text">{t('request.ignore.text')}</p>
        </li>
        <li>
          <Button isWide isBusy={block.isBusy} aria-describedby="block-text" onPress={() => block.run()}>
            {t('request.block')}
          </Button>
          <p id="block-text">{t('request.block.text')}</p>
        </li>
      </ul>
      <Problem error={accept.failure ?? block.failure} />
    </section>
  );
}
