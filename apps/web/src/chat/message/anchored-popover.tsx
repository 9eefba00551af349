/** Something small that opens beside an element, or where somebody pressed. */
import { type ReactNode, useRef } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import '../../components/menu.css';
import './anchored-popover.css';
import type { Anchor } from './message-commands.ts';

export interface AnchoredPopoverProps {
  readonly anchor: Anchor;
  /** What it is, for those who do not see where it opened. */
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function AnchoredPopover({ anchor, label, onClose, children }: AnchoredPopoverProps) {
  const isElement = anchor instanceof Element;
  const element = useRef<Element | null>(null);
  if (isElement) element.current = anchor;
  return (
    <>
      {isElement ? null : (
        <span
          ref={(point) => {
            element.current = point;
          }}
          className="anchor-point"
          // Inside of the window, also when that becomes smaller.
          style={{ left: `min(${anchor.x}px, 100vw - 1px)`, top: `min(${anchor.y}px, 100dvh - 1px)` }}
        />
      )}
      <Popover
        className="menu-popover anchored-popover"
        triggerRef={element}
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
        placement="bottom start"
        offset={4}
      >
        <Dialog className="anchored-dialog" aria-label={label}>
          {children}
        </Dialog>
      </Popover>
    </>
  );
}
