import { Icon } from '../components/icon.tsx';
import { Mark } from '../components/mark.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { AttentionSign } from './attention-sign.tsx';
import './navigation.css';
import { formatPlace, PLACES, type PlaceName } from './place.ts';

/** The places of the application: at the bottom of a small screen, at the side of a wide one. */
export function Navigation({ current }: { readonly current: PlaceName }) {
  const { t } = useI18n();
  return (
    <nav className="places" aria-label={t('place.navigation')}>
      <span className="places-mark">
        <Mark size={28} />
      </span>
      {PLACES.map((name) => (
        <a
          key={name}
          className="places-link"
          href={formatPlace({ name })}
          aria-current={name === current ? 'page' : undefined}
        >
          <span className="places-icon">
            <Icon name={name} size={22} />
            {name === 'chats' ? <AttentionSign /> : null}
          </span>
          <span>{t(`place.${name}`)}</span>
        </a>
      ))}
    </nav>
  );
}
