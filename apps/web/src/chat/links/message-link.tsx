import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { cutText } from '../text/shown-text.ts';
import { useLinkQuestion } from './link-question.tsx';
import './message-link.css';
import type { WebLink } from './web-link.ts';

const MAX_PATH = 48;

export interface MessageLinkProps {
  readonly link: WebLink;
  /** Of `linkContent`. */
  readonly children: ReactNode;
}

/**
 * A link in a message. It is an element without an address: no browser resolves, fetches or previews it, and nothing
 * opens it without the question.
 */
export function MessageLink({ link, children }: MessageLinkProps) {
  const ask = useLinkQuestion();
  return (
    <Link className="message-link" onPress={() => ask(link)}>
      {children}
    </Link>
  );
}

/** What a link shows: its host, whatever is written for it (`label`). `draw` draws each text, in their order. */
export function linkContent(
  { link, label }: { readonly link: WebLink; readonly label: string },
  draw: (text: string) => ReactNode,
): ReactNode {
  if (!/^https?:\/\//i.test(label)) {
    return (
      <>
        <bdi className="message-link-text">{draw(label)}</bdi>{' '}
        <bdi className="message-link-host">{draw(link.host)}</bdi>
      </>
    );
  }
  return (
    <bdi dir="ltr" className="message-link-text">
      <strong>{draw(link.host)}</strong>
      {draw(shortPath(link.href))}
    </bdi>
  );
}

/** What follows the host, as much as fits a line. */
function shortPath(href: string): string {
  const { pathname, search, hash } = new URL(href);
  const path = pathname + search + hash;
  if (path === '/') return '';
  return path.length <= MAX_PATH ? path : `${cutText(path, MAX_PATH)}…`;
}
