/** A menu of what can be done with something on the screen, where somebody pressed it or beside it. */
import { type RefObject, useRef } from 'react';
import { Menu as AriaMenu, MenuItem, Popover, Separator } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';
import './menu.css';

export interface ContextMenuEntry {
  readonly id: string;
  readonly text: string;
  readonly icon: IconName;
  readonly isDangerous?: boolean;
  /** A line stands before it. */
  readonly startsGroup?: boolean;
  readonly onChoose: () => void;
}

export interface ContextMenuProps {
  readonly label: string;
  readonly entries: readonly ContextMenuEntry[];
  /** What it is about: it opens beside it, and the focus goes back there. */
  readonly anchor: Element;
  readonly onClose: () => void;
}

export function ContextMenu({ label, entries, anchor, onClose }: ContextMenuProps) {
  const element: RefObject<Element | null> = useRef(anchor);
  element.current = anchor;
  return (
    <Popover
      aria-label={label}
      className="menu-popover"
      triggerRef={element}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      placement="bottom end"
      offset={2}
    >
      <AriaMenu
        aria-label={label}
        className="menu"
        autoFocus="first"
        onAction={(key) => {
          onClose();
          entries.find(({ id }) => id === key)?.onChoose();
        }}
      >
        {entries.flatMap(({ id, text, icon, isDangerous = false, startsGroup = false }) => [
          ...(startsGroup ? [<Separator key={`before ${id}`} className="menu-line" />] : []),
          <MenuItem key={id} id={id} textValue={text} className={`menu-item${isDangerous ? ' menu-danger' : ''}`}>
            <Icon name={icon} size={18} />
            <span>{text}</span>
          </MenuItem>,
        ])}
      </AriaMenu>
    </Popover>
  );
}
