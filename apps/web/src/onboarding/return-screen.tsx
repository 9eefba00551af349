/** Coming back to an account with its recovery words, in two steps. */
import { useState } from 'react';
import type { HomeStatus } from 'sotto';
import { useI18n } from '../i18n/i18n.tsx';
import { MemoryNotice } from '../shell/memory-notice.tsx';
import { Stage } from '../shell/stage.tsx';
import { ReturnDevice } from './return-device.tsx';
import { ReturnWords } from './return-words.tsx';
import { NO_WORDS, phraseOf } from './word-entry.ts';

export function ReturnScreen({ status, onBack }: { readonly status: HomeStatus; readonly onBack: () => void }) {
  const { t } = useI18n();
  const [words, setWords] = useState(NO_WORDS);
  const [isTyped, setTyped] = useState(false);
  if (!isTyped) {
    return (
      <Stage title={t('return.title')}>
        <p className="soft">{t('return.text')}</p>
        <ReturnWords words={words} onChange={setWords} onDone={() => setTyped(true)} onBack={onBack} />
      </Stage>
    );
  }
  return (
    <Stage title={t('return.device.title')}>
      <p className="soft">{t('return.history')}</p>
      <MemoryNotice status={status} />
      <ReturnDevice phrase={phraseOf(words)} onBack={() => setTyped(false)} />
    </Stage>
  );
}
