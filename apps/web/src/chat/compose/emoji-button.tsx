/** Opens the emoji beside the field. */
import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { WithTooltip } from '../../components/tooltip.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { AnchoredPopover } from '../message/anchored-popover.tsx';

const EmojiPicker = lazy(async () => ({ default: (await import('../emoji/emoji-picker.tsx')).EmojiPicker }));

export function EmojiButton({ onChoose }: { readonly onChoose: (emoji: string) => void }) {
  const { t } = useI18n();
  const [anchor, setAnchor] = useState<Element>();
  return (
    <>
      <WithTooltip text={t('emoji.insert')}>
        <Button
          className="icon-button composer-emoji"
          aria-label={t('emoji.insert')}
          aria-haspopup="dialog"
          onPress={({ target }) => setAnchor(target)}
        >
          <Icon name="smile" size={22} />
        </Button>
      </WithTooltip>
      {anchor === undefined ? null : (
        <Suspense>
          <AnchoredPopover anchor={anchor} label={t('emoji.title')} onClose={() => setAnchor(undefined)}>
            <EmojiPicker
              onChoose={(emoji) => {
                setAnchor(undefined);
                onChoose(emoji);
              }}
            />
          </AnchoredPopover>
        </Suspense>
      )}
    </>
  );
}
