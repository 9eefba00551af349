/**
 * A message as elements: React elements of a closed set and text nodes, never markup (specs/11 §2; attack G1).
 *
 * Every paragraph is an isolate, and so is a run of text that begins or ends one itself: what is left open in it ends
 * with it.
 */
import { memo, type ReactNode, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { MessageLink } from '../links/message-link.tsx';
import { cutText, isBigEmoji, shownText } from '../text/shown-text.ts';
import './message-text.css';
import type { Block, Inline } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';

/** Longer than this, or of more lines, a message is folded: one message does not fill the conversation. */
const FOLD_LENGTH = 1_500;
const FOLD_LINES = 24;
const ISOLATES = /[\u2066-\u2069]/;

export const MessageText = memo(function MessageText({ text }: { readonly text: string }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const folded = foldedText(text);
  const isFolded = folded.length < text.length;
  if (isBigEmoji(text)) return <p className="message-text message-emoji">{shownText(text)}</p>;
  return (
    <div className="message-text" dir="auto">
      {parseMessage(isFolded && !isOpen ? `${folded} …` : text).map((block, index) => renderBlock(block, index))}
      {isFolded ? (
        <Button kind="plain" onPress={() => setOpen(!isOpen)}>
          {isOpen ? t('chat.message.show-less') : t('chat.message.show-all')}
        </Button>
      ) : null}
    </div>
  );
});

function foldedText(text: string): string {
  let end = 0;
  for (let lines = 0; lines < FOLD_LINES && end >= 0; lines++) end = text.indexOf('\n', end + 1);
  const lines = end < 0 ? text : text.slice(0, end);
  return cutText(lines, FOLD_LENGTH);
}

// A message never changes in place: the position of a node is its identity.
function renderBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {block.children.map(renderInline)}
        </p>
      );
    case 'code-block':
      return (
        // Its lines may be longer than the bubble; then it is scrolled, with the keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be focused
        <pre key={key} dir="ltr" tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'quotation':
      return <blockquote key={key}>{block.children.map(renderBlock)}</blockquote>;
    case 'list': {
      const items = block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>{item.map(renderBlock)}</li>
      ));
      if (block.start === undefined) return <ul key={key}>{items}</ul>;
      return (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      );
    }
  }
}

function renderInline(node: Inline, key: number): ReactNode {
  switch (node.kind) {
    case 'text':
      return ISOLATES.test(node.text) ? <bdi key={key}>{node.text}</bdi> : node.text;
    case 'code':
      return (
        <code key={key} dir="ltr">
          {node.text}
        </code>
      );
    case 'emphasis':
      return <em key={key}>{node.children.map(renderInline)}</em>;
    case 'strong':
      return <strong key={key}>{node.children.map(renderInline)}</strong>;
    case 'strike':
      return <s key={key}>{node.children.map(renderInline)}</s>;
    case 'link':
      return <MessageLink key={key} link={node.link} label={node.label} />;
  }
}
