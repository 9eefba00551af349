import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { Problem } from '../components/problem.tsx';
import { TextField } from '../components/text-field.tsx';
import { useFaultFocus } from '../components/use-fault-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useApplication } from '../state/application.ts';
import { pageRandom } from '../state/page-random.ts';
import { useAction } from '../state/use-action.ts';
import { drawPlaces, isSameWord } from './word-check.ts';

/** Asks for three of the words; with the right ones they are deleted here. */
export function WordCheckForm({ words, onBack }: { readonly words: readonly string[]; readonly onBack: () => void }) {
  const { t } = useI18n();
  const { session } = useApplication();
  const [places] = useState(() => drawPlaces(words.length, pageRandom));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [isTried, setTried] = useState(false);
  const { form, refuse } = useFaultFocus();
  const confirm = useAction(() => session.confirmWords());
  const isRight = (place: number) => isSameWord(typed[place] ?? '', words[place] ?? '');
  return (
    <Form
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (places.every(isRight)) confirm.run();
        else refuse();
      }}
    >
      {places.map((place, index) => (
        <TextField
          key={place}
          label={t('words.check.word', { number: place + 1 })}
          error={isTried && !isRight(place) ? t('words.check.wrong') : undefined}
          value={typed[place] ?? ''}
          onChange={(value) => setTyped({ ...typed, [place]: value })}
          autoComplete="off"
          autoCorrect="off"
          spellCheck="false"
          autoFocus={index === 0}
        />
      ))}
      <Problem error={confirm.failure} />
      <div className="stage-actions">
        <Button kind="primary" isWide type="submit" isBusy={confirm.isBusy}>
          {t('words.check.submit')}
        </Button>
        <Button kind="plain" isWide isDisabled={confirm.isBusy} onPress={onBack}>
          {t('words.check.again')}
        </Button>
      </div>
    </Form>
  );
}
