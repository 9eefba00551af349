import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import './menu.css';

export interface MenuEntry {
  readonly id: string;
  readonly text: string;
  readonly isDangerous?: boolean;
  readonly onChoose: () => void;
}

/** Further things to do, behind a button: `children` is that button. */
export function Menu({
  label,
  entries,
  children,
}: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly children: ReactElement;
}) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="menu-popover" placement="bottom end">
        <AriaMenu
          aria-label={label}
          className="menu"
          onAction={(key) => entries.find(({ id }) => id === key)?.onChoose()}
        >
          {entries.map(({ id, text, isDangerous = false }) => (
            <MenuItem key={id} id={id} textValue={text} className={`menu-item${isDangerous ? ' menu-danger' : ''}`}>
              {text}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
