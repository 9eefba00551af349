/** Unlocking an account that exists: the passphrase, and what went wrong with it. */
import { Box, useInput, usePaste, useWindowSize } from 'ink';
import { useSyncExternalStore } from 'react';
import { MAX_PASSPHRASE_BYTES } from '../../passphrase.ts';
import { sanitizeLine } from '../../sanitize.ts';
import { DraftBox } from '../components/draft-box.ts';
import { Panel } from '../components/panel.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { editDraft, insert } from '../draft.ts';
import { h } from '../h.ts';
import { type Keystroke, keystrokes } from '../keystroke.ts';
import { panelColumns } from '../panel-size.ts';
import type { Store } from '../store.ts';
import type { UnlockState } from '../unlock-state.ts';

interface UnlockScreenProps {
  readonly store: Store<UnlockState, Partial<UnlockState>>;
  readonly home: string;
  readonly unlock: (passphrase: string) => void;
  readonly quit: () => void;
}

export function UnlockScreen({ store, home, unlock, quit }: UnlockScreenProps) {
  const { draft, busy, problem } = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  const width = panelColumns(columns);
  const press = ({ key, text }: Keystroke): void => {
    const state = store.get();
    if (key === 'ctrl-c' || key === 'escape') quit();
    else if (state.busy) return;
    else if (key === 'enter') {
      if (state.draft.text !== '') unlock(state.draft.text);
    } else {
      const line = text.replaceAll(/[\r\n]/g, '');
      const next = key === 'text' ? insert(state.draft, line, MAX_PASSPHRASE_BYTES) : editDraft(state.draft, key);
      if (next !== undefined) store.dispatch({ draft: next, problem: undefined });
    }
  };
  useInput((input, key) => keystrokes(input, key).forEach(press));
  usePaste((text) => press({ key: 'text', text }));

  return h(
    Panel,
    {
      title: '◆ Sotto',
      columns,
      rows,
      card: true,
      hints: [
        { key: 'Enter', does: 'unlock' },
        { key: 'Esc', does: 'quit' },
      ],
    },
    h(
      Box,
      { flexDirection: 'column' },
      h(Text, { dimColor: true, wrap: 'truncate-end' }, sanitizeLine(home, { maxColumns: 200 })),
      h(Text, null, ' '),
      h(Text, { bold: true }, 'Passphrase'),
      h(DraftBox, { draft, columns: width, maxLines: 1, active: !busy, mask: '•' }),
      h(Text, null, ' '),
      busy
        ? h(Text, { color: 'cyan' }, 'Unlocking …')
        : h(Paragraph, { text: problem ?? '', columns: width, color: 'red' }),
    ),
  );
}
