/** Every shortcut of the application, for whoever asks. */
import { Dialog } from '../../components/dialog.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { MessageKey } from '../../i18n/language.ts';
import './shortcuts-dialog.css';

type KeyName = Extract<MessageKey, `shortcut.key.${string}`>;
/** A sign on the key, or its name. */
type Key = KeyName | '↑' | '↓' | 'K' | 'F' | 'F10' | '/' | '?';
/** Keys that are held together; several such, if there are several ways. */
interface Line {
  readonly what: Extract<MessageKey, `shortcuts.${string}` | `keys.${string}`>;
  readonly ways: readonly (readonly Key[])[];
}

const CTRL = 'shortcut.key.ctrl';
const ALT = 'shortcut.key.alt';
const SHIFT = 'shortcut.key.shift';
const ENTER = 'shortcut.key.enter';
const ESCAPE = 'shortcut.key.escape';

const GROUPS: readonly { readonly title: Line['what']; readonly lines: readonly Line[] }[] = [
  {
    title: 'shortcuts.everywhere',
    lines: [
      { what: 'shortcuts.search', ways: [[CTRL, 'K'], ['/']] },
      { what: 'shortcuts.search-here', ways: [[CTRL, SHIFT, 'F']] },
      { what: 'shortcuts.newer', ways: [[ALT, 'shortcut.key.page-up']] },
      { what: 'shortcuts.older', ways: [[ALT, 'shortcut.key.page-down']] },
      { what: 'shortcuts.close', ways: [[ESCAPE]] },
      { what: 'shortcuts.help', ways: [[CTRL, '/'], ['?']] },
    ],
  },
  {
    title: 'shortcuts.list',
    lines: [
      { what: 'shortcuts.move', ways: [['↑'], ['↓']] },
      { what: 'shortcuts.open', ways: [[ENTER]] },
      { what: 'shortcuts.menu', ways: [[SHIFT, 'F10']] },
    ],
  },
  {
    title: 'shortcuts.messages',
    lines: [
      { what: 'shortcuts.send', ways: [[ENTER]] },
      { what: 'shortcuts.line', ways: [[SHIFT, ENTER]] },
      { what: 'keys.edit-last', ways: [['↑']] },
      { what: 'keys.enter', ways: [[ALT, '↑']] },
      { what: 'shortcuts.message-keys', ways: [['?']] },
    ],
  },
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Dialog isOpen onClose={onClose} title={t('shortcuts.title')}>
      <p className="soft small">{t('shortcuts.text')}</p>
      {GROUPS.map(({ title, lines }) => (
        <section key={title} className="shortcuts">
          <h3 className="shortcuts-title">{t(title)}</h3>
          <dl className="shortcuts-lines">
            {lines.map((line) => (
              <ShortcutLine key={line.what} line={line} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function ShortcutLine({ line: { what, ways } }: { readonly line: Line }) {
  const { t } = useI18n();
  return (
    <div className="shortcuts-line">
      <dt>{t(what)}</dt>
      <dd>
        {ways.map((keys, way) => (
          <span key={keys.join()} className="shortcuts-way">
            {way > 0 ? <span className="soft small">{t('shortcuts.or')}</span> : null}
            {keys.map((key) => (
              <kbd key={key}>{isName(key) ? t(key) : key}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}

function isName(key: Key): key is KeyName {
  return key.startsWith('shortcut.key.');
}
