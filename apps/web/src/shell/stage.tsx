import { type ReactNode, useEffect, useRef } from 'react';
import { Mark } from '../components/mark.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import './stage.css';

/** The screens before the account is open: one column to read and act in, beside what the application is about. */
export function Stage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another screen
  useEffect(() => {
    // Where nothing of the new screen took the focus, reading goes on at its beginning.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className="stage">
      <aside className="stage-voice">
        <p className="stage-brand">
          <Mark size={28} /> {t('app.name')}
        </p>
        <Hairpin />
        <p className="stage-tagline voice">{t('app.tagline')}</p>
      </aside>
      <main className="stage-main">
        <div className="stage-column">
          <h1 className="stage-title voice" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {children}
        </div>
      </main>
    </div>
  );
}

/** Lines of sound that come together in one point. */
function Hairpin() {
  const lines = Array.from({ length: 9 }, (_, index) => index - 4);
  return (
    <svg className="stage-hairpin" viewBox="0 0 400 240" aria-hidden="true" fill="none">
      {lines.map((line) => (
        <path key={line} d={`M0 ${120 + line * 27}C150 ${120 + line * 24} 250 ${120 + line * 7} 372 120`} />
      ))}
      <circle cx="380" cy="120" r="6" />
    </svg>
  );
}
