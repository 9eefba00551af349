/** The conversations of one shelf, one below the other. */
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useGrowingRows } from '../../components/use-growing-rows.ts';
import { goTo } from '../../shell/place.ts';
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { ConversationMenu } from '../menu/conversation-menu.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { useRowMenu } from './use-row-menu.ts';

interface RowItem extends ContactEntry {
  readonly id: string;
}

/** The same entry is the same item: a row is drawn again only when it changes. */
const items = new WeakMap<ContactEntry, RowItem>();

function asItem(entry: ContactEntry): RowItem {
  const item = items.get(entry) ?? { ...entry, id: entry.contact.id };
  items.set(entry, item);
  return item;
}

export interface ConversationRowsProps {
  readonly label: string;
  readonly entries: readonly ContactEntry[];
  /** The conversation that is open. */
  readonly item: string | undefined;
}

export function ConversationRows({ label, entries, item }: ConversationRowsProps) {
  const menu = useRowMenu();
  const { rows, hasMore, end } = useGrowingRows(entries);
  return (
    <div {...menu.handlers}>
      <ListBox
        aria-label={label}
        className="conversations-rows"
        items={rows.map(asItem)}
        dependencies={[item]}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={item === undefined ? [] : [item]}
        onSelectionChange={(keys) => {
          const [key] = keys === 'all' || menu.wasHeld() ? [] : keys;
          if (key !== undefined) goTo({ name: 'chats', item: String(key) });
        }}
      >
        {(entry) => (
          <ListBoxItem className="conversations-row" textValue={entry.contact.name} data-current={entry.id === item}>
            <ConversationRow entry={entry} isOpen={entry.id === item} />
          </ListBoxItem>
        )}
      </ListBox>
      {hasMore ? <div ref={end} /> : null}
      <ConversationMenu open={menu.open} onClose={menu.close} />
    </div>
  );
}
