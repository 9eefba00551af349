/** Says at a message which of our reactions, changes and deletions nobody got; a press shows what can be done. */
import type { MessageView } from '@sotto/client';
import { Button } from 'react-aria-components';
import { Icon } from '../../components/icon.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { EFFECTS } from '../../state/conversations/failed-effects.ts';
import './effect-mark.css';
import { useFailedEffectsHere } from './failed-effects-context.ts';
import { useMessageCommands } from './message-commands.ts';

export interface EffectMarkProps {
  readonly message: MessageView;
  /** Whether it can be reached with the Tab key, or only from its message. */
  readonly isReachable: boolean;
}

export function EffectMark({ message, isReachable }: EffectMarkProps) {
  const { t } = useI18n();
  const { ask } = useMessageCommands();
  const { failed } = useFailedEffectsHere();
  const kinds = EFFECTS.filter((kind) => failed.some(({ target, type }) => target === message.id && type === kind));
  if (kinds.length === 0) return null;
  const what = kinds.map((kind) => t(`effect.short.${kind}`)).join(' · ');
  return (
    <Button
      className="effect-mark"
      aria-label={t('effect.label', { what })}
      excludeFromTabOrder={!isReachable}
      onPress={() => ask({ kind: 'info', message })}
    >
      <Icon name="alert" size={14} />
      <span>{what}</span>
    </Button>
  );
}
