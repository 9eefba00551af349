/** What is known of one message as rows of the panel: the words of `sotto info`. Pure. */
import type { ContactView } from '@sotto/client';
import { messageInfoLines } from '../message-info-lines.ts';
import type { MessageInfoOverlay } from './app-state.ts';
import { labelledRows } from './labelled-rows.ts';
import type { Row } from './row.ts';

const rowsOf = new WeakMap<MessageInfoOverlay['info'], { readonly key: string; readonly rows: readonly Row[] }>();

/**
 * An info never changes, so its rows are computed once per width, name and moment: long texts with all their earlier
 * versions would make every press of a key slow. `columns`: inside the panel.
 */
export function messageInfoRows(
  { info, atMs: nowMs }: Pick<MessageInfoOverlay, 'info' | 'atMs'>,
  { name }: Pick<ContactView, 'name'>,
  columns: number,
): readonly Row[] {
  const key = `${columns} ${nowMs} ${name}`;
  const known = rowsOf.get(info);
  if (known?.key === key) return known.rows;
  const rows = labelledRows(messageInfoLines(info, { nowMs, name }), columns);
  rowsOf.set(info, { key, rows });
  return rows;
}
