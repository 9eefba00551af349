import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Icon, type IconName } from '../../components/icon.tsx';

export interface ShelfLinkProps {
  readonly icon: IconName;
  /** Somebody waits for an answer there. */
  readonly isNews?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** Leads from the list to conversations that are kept apart. */
export function ShelfLink({ icon, isNews = false, onPress, children }: ShelfLinkProps) {
  return (
    <Button className="shelf-link" data-news={isNews} onPress={onPress}>
      <Icon name={icon} size={18} />
      <span>{children}</span>
      <Icon name="next" size={16} />
    </Button>
  );
}
