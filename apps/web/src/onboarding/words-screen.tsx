/** The recovery words: first to write down, then to prove that they were. */
import { type CSSProperties, useMemo, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { Stage } from '../shell/stage.tsx';
import { useApplication } from '../state/application.ts';
import { splitWords } from './word-check.ts';
import { WordCheckForm } from './word-check-form.tsx';
import './words-screen.css';

export function WordsScreen({ words: phrase }: { readonly words: string }) {
  const { t } = useI18n();
  const [isChecking, setChecking] = useState(false);
  const words = useMemo(() => splitWords(phrase), [phrase]);
  if (!isChecking) return <WordList words={words} onWritten={() => setChecking(true)} />;
  return (
    <Stage title={t('words.check.title')}>
      <p className="soft">{t('words.check.text')}</p>
      <WordCheckForm words={words} onBack={() => setChecking(false)} />
    </Stage>
  );
}

function WordList({ words, onWritten }: { readonly words: readonly string[]; readonly onWritten: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  return (
    <Stage title={t('words.title')}>
      <p className="soft">{t('words.text', { count: words.length })}</p>
      <ol className="words" aria-label={t('words.list')} lang="en" translate="no" style={inTwoColumns(words.length)}>
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may stand there twice, its place is what it is
          <li key={index} className="words-word">
            {word}
          </li>
        ))}
      </ol>
      <div className="stage-actions">
        <Button kind="primary" isWide onPress={onWritten}>
          {t('words.written')}
        </Button>
        <Button kind="plain" isWide onPress={() => session.postponeWords()}>
          {t('words.later')}
        </Button>
        <p className="soft small words-note">{t('words.later.note')}</p>
      </div>
    </Stage>
  );
}

/** Numbered downwards. */
function inTwoColumns(count: number): CSSProperties {
  return { gridTemplateRows: `repeat(${Math.ceil(count / 2)}, auto)` };
}
