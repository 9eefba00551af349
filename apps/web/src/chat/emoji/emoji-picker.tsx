/** Emoji in groups, found by words; one is chosen. A grid of plain buttons: arrows go from one to the next. */
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { EMOJI, type Emoji } from './emoji-list.ts';
import './emoji-picker.css';
import { searchEmoji } from './emoji-search.ts';

export interface EmojiPickerProps {
  readonly onChoose: (emoji: string) => void;
}

export function EmojiPicker({ onChoose }: EmojiPickerProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const found = useMemo(() => searchEmoji(query), [query]);
  return (
    <div className="emoji-picker">
      <SearchField
        className="emoji-search"
        aria-label={t('emoji.search')}
        value={query}
        onChange={setQuery}
        onSubmit={() => {
          const [first] = found ?? [];
          if (first !== undefined) onChoose(first.emoji);
        }}
        autoFocus
      >
        <Icon name="search" size={18} />
        <Input className="emoji-input" placeholder={t('emoji.search')} />
      </SearchField>
      {/* biome-ignore lint/a11y/useSemanticElements: a set of fields would be a form */}
      <div className="emoji-groups" role="group" aria-label={t('emoji.title')} onKeyDown={moveFocus}>
        {found === undefined ? (
          EMOJI.map(({ group, emoji }, index) => (
            <Grid key={group} title={t(`emoji.${group}`)} emoji={emoji} isEntrance={index === 0} onChoose={onChoose} />
          ))
        ) : found.length === 0 ? (
          <p className="emoji-none" role="status">
            {t('emoji.none')}
          </p>
        ) : (
          <Grid title={t('emoji.search')} isTitleHidden emoji={found} isEntrance onChoose={onChoose} />
        )}
      </div>
    </div>
  );
}

interface GridProps {
  readonly title: string;
  readonly isTitleHidden?: boolean;
  readonly emoji: readonly Emoji[];
  /** The Tab key comes to its first one; from there arrows reach all. */
  readonly isEntrance: boolean;
  readonly onChoose: (emoji: string) => void;
}

function Grid({ title, isTitleHidden = false, emoji, isEntrance, onChoose }: GridProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={isTitleHidden ? 'visually-hidden' : 'emoji-group'}>
        {title}
      </h3>
      <div className="emoji-grid">
        {emoji.map((one, index) => (
          <button
            key={one.emoji}
            type="button"
            className="emoji"
            tabIndex={isEntrance && index === 0 ? 0 : -1}
            onClick={() => onChoose(one.emoji)}
          >
            {one.emoji}
          </button>
        ))}
      </div>
    </section>
  );
}

/** Arrows go to the next emoji beside it, above or below, also into another group. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const { key, target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || !target.matches('.emoji')) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>('.emoji')];
  const next = nextEmoji(key, all, target, getComputedStyle(currentTarget).direction === 'rtl');
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function nextEmoji(
  key: string,
  all: readonly HTMLElement[],
  from: HTMLElement,
  isMirrored: boolean,
): HTMLElement | undefined {
  const index = all.indexOf(from);
  const forward = isMirrored ? 'ArrowLeft' : 'ArrowRight';
  const backward = isMirrored ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return all[index + 1];
  if (key === backward) return all[index - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key === 'ArrowDown') return nearest(all.slice(index + 1), from);
  if (key === 'ArrowUp') return nearest(all.slice(0, Math.max(0, index)).reverse(), from);
  return undefined;
}

/** Of the first row after this one the emoji that stands closest below, or above. */
function nearest(candidates: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const row = candidates.find(({ offsetTop }) => offsetTop !== from.offsetTop)?.offsetTop;
  return candidates
    .filter(({ offsetTop }) => offsetTop === row)
    .toSorted((a, b) => Math.abs(a.offsetLeft - from.offsetLeft) - Math.abs(b.offsetLeft - from.offsetLeft))[0];
}
