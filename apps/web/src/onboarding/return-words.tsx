import { useId, useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { useFaultFocus } from '../components/use-fault-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import type { Translator } from '../i18n/translator.ts';
import { useApplication } from '../state/application.ts';
import { phraseOf, type TypedWords, WORD_PLACES } from './word-entry.ts';
import { WordGrid } from './word-grid.tsx';

export interface ReturnWordsProps {
  readonly words: TypedWords;
  readonly onChange: (words: TypedWords) => void;
  readonly onDone: () => void;
  readonly onBack: () => void;
}

/** The first step of coming back: all twelve words, looked at one by one before anybody is asked. */
export function ReturnWords({ words, onChange, onDone, onBack }: ReturnWordsProps) {
  const { t } = useI18n();
  const { session } = useApplication();
  const faultId = useId();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [isTried, setTried] = useState(false);
  const { form, refuse } = useFaultFocus();
  const wrong = new Set(
    words.flatMap((word, place) =>
      word !== '' && (isTried || left.has(place)) && !session.isRecoveryWord(word) ? [place] : [],
    ),
  );
  const fault = faultText({ words, wrong, isTried, isWhole: session.recoveryWordsFault(phraseOf(words)) }, t);
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (session.recoveryWordsFault(phraseOf(words)) === undefined) onDone();
        else refuse();
      }}
    >
      <WordGrid
        words={words}
        onChange={onChange}
        wrong={wrong}
        onLeave={(place) => setLeft(new Set([...left, place]))}
        describedBy={faultId}
      />
      <p className="return-fault" id={faultId} role="status">
        {fault}
      </p>
      <div className="stage-actions">
        <Button kind="primary" isWide type="submit">
          {t('return.next')}
        </Button>
        <Button kind="plain" isWide onPress={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Form>
  );
}

interface Entry {
  readonly words: TypedWords;
  readonly wrong: ReadonlySet<number>;
  readonly isTried: boolean;
  readonly isWhole: ReturnType<ReturnType<typeof useApplication>['session']['recoveryWordsFault']>;
}

function faultText({ words, wrong, isTried, isWhole }: Entry, t: Translator['t']): string {
  const [first] = wrong;
  if (first !== undefined) return t('return.words.unknown', { number: first + 1 });
  const missing = WORD_PLACES - words.filter((word) => word !== '').length;
  if (missing > 0) return isTried ? t('return.words.missing', { count: missing }) : '';
  return isWhole?.kind === 'wrong-checksum' ? t('return.words.order') : '';
}
