/** Reads Markdown into the closed set of nodes of `message-tree.ts` (specs/11 §2; attacks G1, G8). */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parseWebLink, splitAddresses } from '../links/web-link.ts';
import { shownText } from '../text/shown-text.ts';
import { type Block, type Inline, MAX_DEPTH, MAX_MARKDOWN_LENGTH, MAX_MARKDOWN_MARKS } from './message-tree.ts';
import { withStrikes } from './strike.ts';

type MarkdownNode = ReturnType<typeof fromMarkdown>['children'][number];

/** Constructs that messages do not have: their characters stay. */
const LEFT_OUT = [
  'characterReference',
  'codeIndented',
  'definition',
  'hardBreakEscape',
  'headingAtx',
  'htmlFlow',
  'htmlText',
  'setextUnderline',
  'thematicBreak',
];

/** Never throws: what cannot be read as Markdown is one paragraph of text. */
export function parseMessage(text: string): readonly Block[] {
  const source = shownText(text);
  if (!isQuickToRead(source)) return [plain(source)];
  const root = fromMarkdown(source, { extensions: [{ disable: { null: LEFT_OUT } }] });
  const blocks = root.children.map((node) => toBlock(node, { source, depth: 0 }));
  return blocks.length === 0 ? [plain(source)] : blocks;
}

/** What the reader may have to look at more than once. */
const MARKS = /[*_[\]`>~<]|(?<=^|\s)(?:[-+]|\d{1,9}[.)])(?=\s)/g;

function isQuickToRead(source: string): boolean {
  if (source.length > MAX_MARKDOWN_LENGTH) return false;
  let marks = 0;
  for (const _ of source.matchAll(MARKS)) if (++marks > MAX_MARKDOWN_MARKS) return false;
  return true;
}

interface Place {
  readonly source: string;
  readonly depth: number;
}

function toBlock(node: MarkdownNode, { source, depth }: Place): Block {
  const inside = { source, depth: depth + 1 };
  if (depth >= MAX_DEPTH) return plain(written(node, source));
  switch (node.type) {
    case 'paragraph':
      return { kind: 'paragraph', children: toInlines(node.children, inside) };
    case 'code':
      return { kind: 'code-block', text: node.value };
    case 'blockquote':
      return { kind: 'quotation', children: node.children.map((child) => toBlock(child, inside)) };
    case 'list':
      return {
        kind: 'list',
        ...(node.ordered === true ? { start: node.start ?? 1 } : {}),
        items: node.children.map((item) => item.children.map((child) => toBlock(child, inside))),
      };
    default:
      return plain(written(node, source));
  }
}

function toInlines(nodes: readonly MarkdownNode[], place: Place): readonly Inline[] {
  return withStrikes(nodes.flatMap((node) => toInline(node, place)));
}

function toInline(node: MarkdownNode, { source, depth }: Place): readonly Inline[] {
  const inside = { source, depth: depth + 1 };
  if (depth >= MAX_DEPTH) return [{ kind: 'text', text: written(node, source) }];
  switch (node.type) {
    case 'text':
      return linked(node.value);
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'emphasis':
    case 'strong':
      return [{ kind: node.type, children: toInlines(node.children, inside) }];
    case 'link': {
      const link = parseWebLink(node.url);
      if (link === undefined) return [{ kind: 'text', text: written(node, source) }];
      return [{ kind: 'link', link, label: labelOf(node) || link.href }];
    }
    default:
      return [{ kind: 'text', text: written(node, source) }];
  }
}

function linked(text: string): readonly Inline[] {
  return splitAddresses(text).map(
    (piece): Inline =>
      'link' in piece ? { kind: 'link', link: piece.link, label: piece.text } : { kind: 'text', text: piece.text },
  );
}

/** The text of a link without the marks in it. */
function labelOf(node: MarkdownNode): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(labelOf).join('') : '';
}

function plain(text: string): Block {
  return { kind: 'paragraph', children: linked(text) };
}

function written(node: MarkdownNode, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}
