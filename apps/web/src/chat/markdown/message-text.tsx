/**
 * A message as elements: React elements of a closed set and text nodes, never markup (specs/11 §2; attack G1).
 *
 * Every paragraph is an isolate, and so is a run of text that begins or ends one itself: what is left open in it ends
 * with it.
 */
import { Fragment, memo, type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { linkContent, MessageLink } from '../links/message-link.tsx';
import { FoundText } from '../text/found-text.tsx';
import { cutText, isBigEmoji, shownText } from '../text/shown-text.ts';
import './message-text.css';
import type { Block, Inline } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';
import { type WordFinder, wordMarks } from './word-marks.ts';

/** Longer than this, or of more lines, a message is folded: one message does not fill the conversation. */
const FOLD_LENGTH = 1_500;
const FOLD_LINES = 24;
const ISOLATES = /[\u2066-\u2069]/;

export interface MessageTextProps {
  readonly text: string;
  /** Finds what is marked in it. */
  readonly find?: WordFinder | undefined;
}

export const MessageText = memo(function MessageText({ text, find }: MessageTextProps) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const folded = foldedText(text);
  const isFolded = folded.length < text.length;
  const isFoundBelow = isFolded && find !== undefined && find(folded).length < find(text).length;
  useEffect(() => {
    if (isFoundBelow) setOpen(true);
  }, [isFoundBelow]);
  if (isBigEmoji(text)) return <p className="message-text message-emoji">{shownText(text)}</p>;
  return (
    <div className="message-text" dir="auto">
      {drawBlocks(parseMessage(isFolded && !isOpen ? `${folded} …` : text), find)}
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

/** Draws a text that somebody wrote. */
type Draw = (text: string) => ReactNode;

function drawBlocks(blocks: readonly Block[], find: WordFinder | undefined): ReactNode {
  const mark = wordMarks(find);
  const draw: Draw = (text) => (find === undefined ? text : <FoundText pieces={mark(text)} />);
  return blocks.map((block, index) => renderBlock(block, index, draw));
}

// A message never changes in place: the position of a node is its identity.
function renderBlock(block: Block, key: number, draw: Draw): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {renderInlines(block.children, draw)}
        </p>
      );
    case 'code-block':
      return (
        // Its lines may be longer than the bubble; then it is scrolled, with the keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be focused
        <pre key={key} dir="ltr" tabIndex={0}>
          <code>{draw(block.text)}</code>
        </pre>
      );
    case 'quotation':
      return <blockquote key={key}>{block.children.map((child, index) => renderBlock(child, index, draw))}</blockquote>;
    case 'list': {
      const items = block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={index}>{item.map((child, place) => renderBlock(child, place, draw))}</li>
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

function renderInlines(nodes: readonly Inline[], draw: Draw): ReactNode {
  return nodes.map((node, index) => renderInline(node, index, draw));
}

function renderInline(node: Inline, key: number, draw: Draw): ReactNode {
  switch (node.kind) {
    case 'text': {
      const text = draw(node.text);
      return ISOLATES.test(node.text) ? <bdi key={key}>{text}</bdi> : <Fragment key={key}>{text}</Fragment>;
    }
    case 'code':
      return (
        <code key={key} dir="ltr">
          {draw(node.text)}
        </code>
      );
    case 'emphasis':
      return <em key={key}>{renderInlines(node.children, draw)}</em>;
    case 'strong':
      return <strong key={key}>{renderInlines(node.children, draw)}</strong>;
    case 'strike':
      return <s key={key}>{renderInlines(node.children, draw)}</s>;
    case 'link':
      return (
        <MessageLink key={key} link={node.link}>
          {linkContent(node, draw)}
        </MessageLink>
      );
  }
}
