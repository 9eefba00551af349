/** A message in one line, without the marks of Markdown: for the list, quotes and names. Pure. */
import { cutText, shownLine } from '../text/shown-text.ts';
import type { Block, Inline } from './message-tree.ts';
import { parseMessage } from './parse-message.ts';

/** Of a longer text only the beginning is read: a line of a list has no room for more. */
const MAX_READ = 600;

export function plainLine(text: string): string {
  return plainPart(cutText(text, MAX_READ));
}

/** As `plainLine`, of all of the text: it is bounded by whoever cut it out of a message. */
export function plainPart(text: string): string {
  return shownLine(parseMessage(text).map(blockText).join(' '));
}

function blockText(block: Block): string {
  if (block.kind === 'paragraph') return block.children.map(inlineText).join('');
  if (block.kind === 'code-block') return block.text;
  if (block.kind === 'quotation') return block.children.map(blockText).join(' ');
  const first = block.start;
  return block.items
    .map((item, index) => `${first === undefined ? '•' : `${first + index}.`} ${item.map(blockText).join(' ')}`)
    .join(' ');
}

function inlineText(inline: Inline): string {
  if (inline.kind === 'link') return inline.label;
  return 'children' in inline ? inline.children.map(inlineText).join('') : inline.text;
}
