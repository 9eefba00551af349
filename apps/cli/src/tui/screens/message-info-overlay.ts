/** What is known of one message over the main screen, and what to do when it did not arrive. */
import type { ContactView } from '@sotto/client';
import type { MessageInfoOverlay } from '../app-state.ts';
import { ScrolledPanel } from '../components/scrolled-panel.ts';
import { h } from '../h.ts';
import { isLost } from '../lost-message.ts';
import { messageInfoRows } from '../message-info-rows.ts';
import { panelColumns } from '../panel-size.ts';

interface MessageInfoScreenProps {
  readonly overlay: MessageInfoOverlay;
  readonly contact: ContactView;
  readonly columns: number;
  readonly rows: number;
}

export function MessageInfoScreen({ overlay, contact, columns, rows }: MessageInfoScreenProps) {
  return h(ScrolledPanel, {
    title: 'Message info',
    all: messageInfoRows(overlay, contact, panelColumns(columns)),
    scroll: overlay.scroll,
    columns,
    rows,
    hints: [
      { key: 'r', does: isLost(overlay.info.message) ? 'send it again' : 'look again' },
      { key: 'Esc', does: 'close' },
    ],
  });
}
