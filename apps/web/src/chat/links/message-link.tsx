import { Link } from 'react-aria-components';
import { cutText } from '../text/shown-text.ts';
import { useLinkQuestion } from './link-question.tsx';
import './message-link.css';
import type { WebLink } from './web-link.ts';

const MAX_PATH = 48;

export interface MessageLinkProps {
  readonly link: WebLink;
  /** What is written for it. */
  readonly label: string;
}

/**
 * A link in a message. It is an element without an address: no browser resolves, fetches or previews it, and nothing
 * opens it without the question.
 */
export function MessageLink({ link, label }: MessageLinkProps) {
  const ask = useLinkQuestion();
  const isAddress = /^https?:\/\//i.test(label);
  return (
    <Link className="message-link" onPress={() => ask(link)}>
      {isAddress ? (
        <bdi dir="ltr" className="message-link-text">
          <strong>{link.host}</strong>
          {shortPath(link.href)}
        </bdi>
      ) : (
        <>
          <bdi className="message-link-text">{label}</bdi> <bdi className="message-link-host">{link.host}</bdi>
        </>
      )}
    </Link>
  );
}

/** What follows the host, as much as fits a line. */
function shortPath(href: string): string {
  const { pathname, search, hash } = new URL(href);
  const path = pathname + search + hash;
  if (path === '/') return '';
  return path.length <= MAX_PATH ? path : `${cutText(path, MAX_PATH)}…`;
}
