/** Which keys do what while a message has the focus. */
import { Dialog } from '../../components/dialog.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { ACTION_KEYS } from './message-actions.ts';
import './keys-dialog.css';

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const rows: readonly (readonly [keys: readonly string[], text: string])[] = [
    [['↑', '↓'], t('keys.move')],
    [[t('key.home'), t('key.end')], t('keys.ends')],
    [[t('key.enter')], t('keys.menu')],
    [[ACTION_KEYS.reply ?? ''], t('message.reply')],
    [[ACTION_KEYS.react ?? ''], t('message.react')],
    [[ACTION_KEYS.copy ?? ''], t('message.copy')],
    [[ACTION_KEYS.edit ?? ''], t('message.edit')],
    [[ACTION_KEYS.info ?? ''], t('message.info')],
    [[t('key.delete')], t('message.remove')],
    [[t('key.escape')], t('keys.leave')],
    [['↑'], t('keys.edit-last')],
    [[`${t('key.alt')} ↑`], t('keys.enter')],
  ];
  return (
    <Dialog isOpen onClose={onClose} title={t('keys.title')}>
      <p className="soft small">{t('keys.text')}</p>
      <dl className="keys">
        {rows.map(([keys, text]) => (
          <div key={text} className="keys-row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
