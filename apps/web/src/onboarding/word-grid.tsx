import { useRef } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useI18n } from '../i18n/i18n.tsx';
import { endsWord, type TypedWords, WORD_PLACES, withTyped } from './word-entry.ts';
import './word-grid.css';

export interface WordGridProps {
  readonly words: TypedWords;
  readonly onChange: (words: TypedWords) => void;
  /** Places, from 0, whose word is not one of the list. */
  readonly wrong: ReadonlySet<number>;
  /** The person has left this place. */
  readonly onLeave: (place: number) => void;
  /** Id of the text that says what is wrong. */
  readonly describedBy: string;
}

/** A place for each word; a paste fills all of them. Nothing that a browser could remember or send to a spelling service. */
export function WordGrid({ words, onChange, wrong, onLeave, describedBy }: WordGridProps) {
  const { t } = useI18n();
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const type = (place: number, text: string) => {
    const next = withTyped(words, place, text);
    onChange(next);
    const firstEmpty = next.indexOf('', place);
    const changed = next.filter((word, index) => word !== words[index]).length;
    if (changed > 1) inputs.current[firstEmpty < 0 ? WORD_PLACES - 1 : firstEmpty]?.focus();
    else if (endsWord(text)) inputs.current[place + 1]?.focus();
  };
  return (
    <fieldset className="word-grid" lang="en" translate="no">
      <legend className="visually-hidden">{t('words.list')}</legend>
      {words.map((word, place) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
          key={place}
          className="word-grid-place"
          value={word}
          onChange={(text) => type(place, text)}
          onBlur={() => onLeave(place)}
          isInvalid={wrong.has(place)}
          {...(wrong.has(place) ? { 'aria-describedby': describedBy } : {})}
          type="text"
          autoComplete="off"
          autoCorrect="off"
          spellCheck="false"
          autoFocus={place === 0}
        >
          <Label className="word-grid-number">
            <span className="visually-hidden">{t('words.check.word', { number: place + 1 })}</span>
            <span aria-hidden="true">{place + 1}</span>
          </Label>
          <Input
            className="word-grid-word"
            autoCapitalize="none"
            onPaste={(event) => {
              // A field of one line would lose the line breaks of a list, and with them where words end.
              event.preventDefault();
              type(place, event.clipboardData.getData('text'));
            }}
            ref={(input) => {
              inputs.current[place] = input;
            }}
          />
        </TextField>
      ))}
    </fieldset>
  );
}
